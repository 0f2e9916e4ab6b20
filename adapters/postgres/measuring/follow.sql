select follow_work();
