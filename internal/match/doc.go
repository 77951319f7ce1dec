// Package match judges how likely it is that a query and a listed entity are
// the same party: (query, entity) -> score with evidence.
//
// A comparison is a sum of evidence in log-odds ("logit"); the score is the
// logistic function of the sum, a number between 0 and 1. There is one code
// path for number and explanation: the items of evidence are what is added up,
// and their points add up to the score exactly.
//
// Names are compared token by token. A pair of tokens that agree is evidence
// for; a token that only one side has is lack of evidence (it costs a little);
// a token on each side that contradict each other is evidence against. Tokens
// weigh by how telling they are: by kind (a proper word more than a legal form)
// and by rarity on the corpus in force.
//
//	query     Akhtar Mansour
//	listed    AKHTAR MOHAMMAD MANSOUR SHAH MOHAMMED
//	agree     akhtar, mansour;  only listed: mohammad, shah, mohammed
//
// The package never searches: it is given the pairs of alike tokens, found
// either by comparing all of them (Pairs) or by the index, which must find the
// same ones. All functions are pure and safe for concurrent use; a Scorer's
// scratch space belongs to one goroutine.
package match
