"""What runs in child processes only: everything that decodes files which people have uploaded.

Modules of this package import neither Django nor anything of the site outside this package: a child
holds no settings, no key and no connection. `cms.decoding.sandbox` starts the children.
"""
