"""How Korean newsrooms write dates and times; Django prints "7:00 오후" and "2025-7-9"."""

DATE_FORMAT = "Y년 n월 j일(D)"
SHORT_DATE_FORMAT = "Y. n. j."
YEAR_FORMAT = "Y년"
YEAR_MONTH_FORMAT = "Y년 n월"
MONTH_DAY_FORMAT = "n월 j일"
TIME_FORMAT = "A g:i"
DATETIME_FORMAT = "Y년 n월 j일(D) A g:i"
SHORT_DATETIME_FORMAT = "Y. n. j. A g:i"
HOUR_FORMAT = "A g시"
MINUTE_FORMAT = "A g시 i분"
WEEKDAY_FORMAT = DATE_FORMAT
WEEKDAY_DAY_FORMAT = "n월 j일(D)"
