"""Creator Studio: invitations to confirm, links, the Showcase, collections, plans."""
