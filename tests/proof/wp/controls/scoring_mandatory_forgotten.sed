# A mandatory criterion that is not validated refuses the sub-domain, whatever the threshold.
# control: scoring.c referential_subdomain_is_validated loop_invariant_mandatory
s/else if (referential->items\[i\]\.is_mandatory)/else if (referential->items[i].is_mandatory \&\& i > s->first_item)/
