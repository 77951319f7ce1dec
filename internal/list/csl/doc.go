package csl
