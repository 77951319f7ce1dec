package server

import "net/http"

// Wrap puts the middleware around any handler.
func (s *Server) Wrap(h http.Handler) http.Handler { return s.wrap(h) }
