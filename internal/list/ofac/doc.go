// Package ofac parses OFAC's lists.
package ofac
