# The threshold is reached when it is met, not only beyond it (2.2).
# control: scoring.c threshold_is_reached ensures_threshold
s/return 100 \* validated >= subdomain->threshold/return 100 * validated > subdomain->threshold/
