package server_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interdict-dev/interdict/internal/server"
)

// BenchmarkHowManyAnswers asks over loopback from 1, 8 and 64 clients at once,
// with and without recording, and reports requests a second and the time of a
// request at the median and at 99 %. The list is the embedded sample, so that
// HTTP and recording are what is measured.
func BenchmarkHowManyAnswers(b *testing.B) {
	for _, record := range []bool{false, true} {
		for _, clients := range []int{1, 8, 64} {
			b.Run(fmt.Sprintf("record=%v/clients=%d", record, clients), func(b *testing.B) {
				load(b, server.Options{Record: record}, clients, "/v1/screen", func(i int64) string {
					return fmt.Sprintf(`{"names":["Customer %c%c Number"],"birth_dates":["1970-01-02"],"countries":["fr"]}`, 'a'+i%26, 'a'+i/26%26)
				})
			})
		}
	}
	b.Run("record=true/clients=8/batch of 100", func(b *testing.B) {
		load(b, server.Options{Record: true}, 8, "/v1/screen/batch", func(i int64) string {
			var q bytes.Buffer
			q.WriteString(`{"queries":[`)
			for k := range int64(100) {
				fmt.Fprintf(&q, `{"names":["Customer %c%c Number"]},`, 'a'+(i+k)%26, 'a'+k%26)
			}
			return string(bytes.TrimSuffix(q.Bytes(), []byte(","))) + "]}"
		})
	})
}

func load(b *testing.B, o server.Options, clients int, path string, body func(int64) string) {
	o.Engine, o.AllowSample, o.Log = open(b, b.TempDir()), true, slog.New(slog.DiscardHandler)
	srv := start(b, o)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	var next atomic.Int64
	took := make([][]time.Duration, clients)
	b.ResetTimer()
	began := time.Now()
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for {
				i := next.Add(1)
				if i > int64(b.N) {
					return
				}
				at := time.Now()
				resp, err := client.Post(srv.url+path, "application/json", bytes.NewReader([]byte(body(i))))
				if err != nil {
					b.Error(err)
					return
				}
				if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != 200 {
					b.Errorf("status %d, %v", resp.StatusCode, err)
				}
				resp.Body.Close()
				took[c] = append(took[c], time.Since(at))
			}
		})
	}
	wg.Wait()
	total := time.Since(began)
	b.StopTimer()
	all := slices.Concat(took...)
	slices.Sort(all)
	at := func(q float64) float64 { return float64(all[int(q*float64(len(all)-1))].Microseconds()) / 1000 }
	b.ReportMetric(float64(b.N)/total.Seconds(), "requests/s")
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	srv.end(b)
}
