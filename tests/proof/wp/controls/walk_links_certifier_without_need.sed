# The certifier grants what needs nobody.
# control: link_request.c link_request_first_state ensures_needs_nobody
s/if (!asked->needs_consent)/if (!asked->needs_consent \&\& !is_certifier)/
