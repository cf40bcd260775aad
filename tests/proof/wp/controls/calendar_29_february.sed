# The 29th of February stays the 29th: A3 says the last day of the month.
# control: calendar.c date_add_months ensures_exists
s/date\.day < length ? date\.day : length/date.day/
