select follow_work()
