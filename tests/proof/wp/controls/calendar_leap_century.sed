# 1900 and 2100 as leap years.
# control: calendar.c year_is_leap ensures_leap
s/(year % 4 == 0 \&\& year % 100 != 0) || year % 400 == 0/year % 4 == 0/
