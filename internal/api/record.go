package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/interdict-dev/interdict/internal/entity"
	"github.com/interdict-dev/interdict/internal/list"
	"github.com/interdict-dev/interdict/internal/match"
	"github.com/interdict-dev/interdict/internal/sample"
	"github.com/interdict-dev/interdict/internal/screen"
	"github.com/interdict-dev/interdict/internal/store"
)

// Original is a piece of the official file, as published.
type Original struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty" doc:"First line, from 1."`
	Offset int64  `json:"offset,omitempty" doc:"First byte."`
	Length int64  `json:"length,omitempty" doc:"Bytes."`
	Text   string `json:"text,omitempty"`
	Base64 string `json:"base64,omitempty" doc:"In place of text, for bytes that are not UTF-8."`
}

// Found is a listed entity in full.
type Found struct {
	Entity   *entity.Entity    `json:"entity"`
	Edition  screen.EditionRef `json:"edition" doc:"The edition it is from."`
	Sample   bool              `json:"sample,omitempty" doc:"From the embedded sample, not an official edition."`
	Original []Original        `json:"original,omitempty" nullable:"false" doc:"The record as the publisher wrote it; only with ?original=true."`
}

// Entities are the listed entities with an id.
type Entities struct {
	Snapshot string  `json:"snapshot"`
	Entities []Found `json:"entities" nullable:"false" doc:"More than one when several lists use the id."`
}

// Features documents the evidence.
type Features struct {
	Snapshot  string              `json:"snapshot"`
	Params    string              `json:"params" doc:"Hash of the matching parameters in force."`
	Version   string              `json:"version" doc:"Version of the matching parameters."`
	Threshold float64             `json:"threshold" doc:"Least score of a hit, for queries that name none."`
	Features  []match.Description `json:"features" nullable:"false" doc:"The words that stand in evidence[].feature, in the order in which evidence is shown."`
}

// Decision is a recorded answer.
type Decision struct {
	ID       string             `json:"id"`
	Time     time.Time          `json:"time"`
	Actor    string             `json:"actor,omitempty"`
	Source   string             `json:"source,omitempty" doc:"By which road it was asked: api, cli, bulk."`
	Request  json.RawMessage    `json:"request" doc:"The question, byte for byte as recorded."`
	Answer   json.RawMessage    `json:"answer" doc:"The answer, byte for byte as recorded; answer.snapshot names the snapshot it rests on."`
	Editions []store.EditionRef `json:"editions" nullable:"false" doc:"The list editions it rests on."`
	Params   string             `json:"params_hash"`
	Build    string             `json:"build"`
}

func (a *api) recordRoutes() {
	handle(a, huma.Operation{OperationID: "entity", Method: http.MethodGet, Path: "/v1/entities/{id}", Summary: "A listed entity in full", Errors: []int{404, 422, 503}}, a.entity)
	handle(a, huma.Operation{OperationID: "features", Method: http.MethodGet, Path: "/v1/features", Summary: "What the words of the evidence mean", Errors: []int{503}}, a.features)
	handle(a, huma.Operation{OperationID: "decision", Method: http.MethodGet, Path: "/v1/decisions/{id}", Summary: "A recorded answer", Errors: []int{404, 503},
		Description: "What was asked, what was answered, and the editions, parameters and build it rests on."}, a.decision)
}

func (a *api) features(context.Context, *struct{}) (*struct{ Body Features }, error) {
	s := a.opt.Snapshot()
	f := Features{Snapshot: s.ID, Params: s.ParamsHash(), Version: s.Params.Version, Threshold: s.Params.Threshold, Features: match.Features()}
	if a.opt.Threshold != 0 {
		f.Threshold = a.opt.Threshold
	}
	return &struct{ Body Features }{f}, nil
}

func (a *api) decision(ctx context.Context, in *struct {
	ID string `path:"id" doc:"Id of the decision, as in an answer."`
}) (*struct{ Body Decision }, error) {
	if a.opt.Store == nil {
		return nil, fmt.Errorf("decision %s: there is no data directory: %w", short(in.ID), store.ErrNotFound)
	}
	d, err := a.opt.Store.Decision(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body Decision }{Decision{ID: d.ID, Time: d.Time, Actor: d.Actor, Source: d.Source, Request: d.Request, Answer: d.Answer,
		Editions: d.Editions, Params: d.ParamsHash, Build: d.Build}}, nil
}

func (a *api) entity(ctx context.Context, in *struct {
	ID       string `path:"id" doc:"list:id as in a hit, or the id alone, which is looked for in every list." example:"us_ofac_sdn:17022"`
	Original bool   `query:"original" doc:"Also the record as the publisher wrote it."`
}) (*struct{ Body Entities }, error) {
	s := a.opt.Snapshot()
	out := Entities{Snapshot: s.ID, Entities: []Found{}}
	for _, ref := range s.Editions {
		ids := []string{in.ID}
		if rest, ok := strings.CutPrefix(in.ID, ref.List+":"); ok {
			ids = append(ids, rest)
		}
		for _, id := range ids {
			f, err := a.find(ctx, ref, id, in.Original)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			out.Entities = append(out.Entities, f)
		}
	}
	if len(out.Entities) == 0 {
		return nil, fmt.Errorf("entity %s: %w", short(in.ID), store.ErrNotFound)
	}
	return &struct{ Body Entities }{out}, nil
}

// find looks an entity up in the edition that the snapshot rests on, even if
// the store has a newer one.
func (a *api) find(ctx context.Context, ref screen.EditionRef, id string, original bool) (Found, error) {
	if ref.Number == 0 {
		return a.findSample(ref, id, original)
	}
	if a.opt.Store == nil {
		return Found{}, fmt.Errorf("entity %s: there is no data directory: %w", short(id), store.ErrNotFound)
	}
	e, err := a.opt.Store.Entity(ctx, ref.List, id, ref.Number)
	if err != nil {
		return Found{}, err
	}
	f := Found{Entity: e, Edition: ref, Sample: ref.Kind == string(store.Sample)}
	if original {
		for _, fr := range e.Origin.Fragments {
			b, err := a.opt.Store.Fragment(ctx, ref.Number, fr)
			if err != nil {
				return Found{}, broken(err)
			}
			f.Original = append(f.Original, originalOf(fr, b))
		}
	}
	return f, nil
}

func originalOf(fr entity.Fragment, b []byte) Original {
	o := Original{File: fr.File, Line: fr.Line, Offset: fr.Offset, Length: fr.Length}
	if utf8.Valid(b) {
		o.Text = strings.TrimRight(string(b), "\r\n")
	} else {
		o.Base64 = base64.StdEncoding.EncodeToString(b)
	}
	return o
}

// sampleRecord is a record of the embedded sample with the file it stands in.
type sampleRecord struct {
	entity *entity.Entity
	input  list.Input
}

// readSample reads the embedded lists once, by "list:id".
func readSample() (map[string]sampleRecord, error) {
	out := make(map[string]sampleRecord)
	for _, ed := range sample.Lists() {
		_, err := list.Parse(ed.Source, ed.Input, func(e *entity.Entity) error {
			out[e.List+":"+e.ID] = sampleRecord{e, ed.Input}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("embedded sample: %w", err)
		}
	}
	return out, nil
}

func (a *api) findSample(ref screen.EditionRef, id string, original bool) (Found, error) {
	all, err := a.sample()
	if err != nil {
		return Found{}, err
	}
	r, ok := all[ref.List+":"+id]
	if !ok {
		return Found{}, fmt.Errorf("entity %s: %w", short(id), store.ErrNotFound)
	}
	f := Found{Entity: r.entity, Edition: ref, Sample: true}
	if original {
		for _, fr := range r.entity.Origin.Fragments {
			b, err := cut(r.input, fr)
			if err != nil {
				return Found{}, broken(err)
			}
			f.Original = append(f.Original, originalOf(fr, b))
		}
	}
	return f, nil
}

// cut reads a fragment from an embedded file.
func cut(in list.Input, fr entity.Fragment) ([]byte, error) {
	if fr.Text != "" {
		return []byte(fr.Text), nil
	}
	file, ok := in.Find(fr.File)
	if !ok {
		return nil, fmt.Errorf("no file %q", fr.File)
	}
	r, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if _, err := io.CopyN(io.Discard, r, fr.Offset); err != nil {
		return nil, err
	}
	b := make([]byte, fr.Length)
	_, err = io.ReadFull(r, b)
	return b, err
}
