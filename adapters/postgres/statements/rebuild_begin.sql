delete from rebuilt_cases
