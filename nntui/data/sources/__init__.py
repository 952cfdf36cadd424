"""Tables that come with nntui (``builtin``) and tables that it computes (``computed``)."""
