# A link begins on the day that was wished, accepted or not.
# control: link_request.c link_begins ensures_not_before_today
s/return date_is_before(asked->valid_from, asked->today) ? asked->today : asked->valid_from;/return asked->valid_from;/
