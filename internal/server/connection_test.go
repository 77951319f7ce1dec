package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/interdict-dev/interdict/internal/api"
	"github.com/interdict-dev/interdict/internal/server"
)

// TestShutdown: a request under way is finished, recorded and answered when the
// server is told to end; later ones are not taken.
func TestShutdown(t *testing.T) {
	e := open(t, t.TempDir())
	put(t, e, blocked)
	srv := start(t, server.Options{Engine: e, Record: true})
	// The request is under way as long as half of its body is missing.
	c, err := net.Dial("tcp", srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "POST /v1/screen HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(question), question[:10])
	time.Sleep(50 * time.Millisecond) // the server has accepted it
	srv.stop()
	await(t, func() bool {
		late, err := net.Dial("tcp", srv.addr)
		if err == nil {
			late.Close()
		}
		return err != nil
	})
	select {
	case err := <-srv.done:
		t.Fatalf("ended before the request was finished: %v", err)
	default:
	}
	fmt.Fprint(c, question[10:])
	b, err := io.ReadAll(c)
	if err != nil || !strings.HasPrefix(string(b), "HTTP/1.1 200 ") {
		t.Fatalf("%v %s", err, b)
	}
	_, body, _ := strings.Cut(string(b), "\r\n\r\n")
	var a api.Answer
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatal(err)
	}
	if err := <-srv.done; err != nil {
		t.Errorf("serve: %v", err)
	}
	if _, err := e.Store().Decision(t.Context(), a.Decision); err != nil {
		t.Errorf("decision: %v", err)
	}
}

// TestShutdownEnds although a client never sends the rest.
func TestShutdownEnds(t *testing.T) {
	e := open(t, t.TempDir())
	put(t, e, blocked)
	srv := start(t, server.Options{Engine: e, ShutdownTimeout: 50 * time.Millisecond})
	c, err := net.Dial("tcp", srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "POST /v1/screen HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	time.Sleep(50 * time.Millisecond)
	srv.stop()
	if err := <-srv.done; err == nil || !strings.Contains(err.Error(), "broken off") {
		t.Errorf("serve: %v", err)
	}
}

// TestSlowClients hold connections open, in the header and in the body. They
// are sent away in time, and others are answered meanwhile.
func TestSlowClients(t *testing.T) {
	e := open(t, t.TempDir())
	put(t, e, blocked)
	srv := start(t, server.Options{Engine: e, MaxWork: 1, ReadHeaderTimeout: 100 * time.Millisecond, ReadTimeout: 200 * time.Millisecond})
	var slow []net.Conn
	for i := range 20 {
		c, err := net.Dial("tcp", srv.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		slow = append(slow, c)
		if i%2 == 0 {
			fmt.Fprint(c, "POST /v1/screen HT")
		} else {
			fmt.Fprint(c, "POST /v1/screen HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"names\":")
		}
	}
	if r := srv.call(t, "POST", "/v1/screen", question); r.status != 200 {
		t.Errorf("beside slow clients: %d %s", r.status, r.body)
	}
	for i, c := range slow {
		c.SetReadDeadline(time.Now().Add(10 * time.Second))
		b, err := io.ReadAll(c)
		if err != nil {
			t.Fatalf("slow client %d is not sent away: %v", i, err)
		}
		if i%2 == 1 && !strings.HasPrefix(string(b), "HTTP/1.1 408 ") {
			t.Errorf("slow body: %q", b)
		}
	}
}
