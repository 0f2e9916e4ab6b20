select answer, (extract(epoch from answered_at) * 1000000)::bigint
from kept_answers
where neighbour = $1 and question = $2 and answered_at > clock() - interval '90 days'
