"""更新: the timetable of renewals, 確認事項, the calendar of ten years, 試算."""
