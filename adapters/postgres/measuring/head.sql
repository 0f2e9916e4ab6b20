select size, at::text from report_head();
