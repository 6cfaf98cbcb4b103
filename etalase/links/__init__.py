"""Links: the official and marketing accounts of a shop, from the invitation to the end.

Nouns: link (an invitation and what became of it), claims (what one account holds), eligibility (every condition, one by one).
Promises: a shop has one official account and four marketing accounts at most; an account is official for one shop and then
linked to no other, or marketing for one; nothing takes effect until the holder confirms; every condition is asked at the
invitation and again at the acceptance, under the account's lock and then the shop's; whatever ends is kept with who, when and why.
The verb with which a holder accepts lives in the affiliate room, because an official account leaves all affiliate plans.
What a link allows to show is computed from these rows by the Showcase and copied nowhere.
"""
