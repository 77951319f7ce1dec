// Package opensanctions is described below.
package opensanctions
