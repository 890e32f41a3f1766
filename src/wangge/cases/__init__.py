"""The closed loop: a request from its report until it is closed, rated or reopened."""
