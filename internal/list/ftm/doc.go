// Package ftm is being described below.
package ftm
