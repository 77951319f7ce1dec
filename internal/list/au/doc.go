package au
