-- What a person has to look at; states that end a mail are not counted.
select state, count(*) from mails_in
 where state in ('to_confirm', 'attached', 'unclear', 'bounce')
 group by state
