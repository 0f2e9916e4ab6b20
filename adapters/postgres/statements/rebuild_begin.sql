with timers as (delete from rebuilt_timers)
delete from rebuilt_cases
