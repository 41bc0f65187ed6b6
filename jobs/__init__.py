"""The clock and the hands: rows of the jobs table, started fairly and carried to an end."""
