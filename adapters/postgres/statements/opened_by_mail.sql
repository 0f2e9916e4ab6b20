select exists (select from journal where case_id = $1 and line = 1 and source = 'intake'
                                     and event = 'draft_saved')
