// SPDX-License-Identifier: Apache-2.0
#include "runner/frames.hpp"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/core/frame_documents.hpp"

namespace pathproof::runner {

namespace {

nlohmann::ordered_json values_json(std::span<const NamedValue> values) {
  auto all = nlohmann::ordered_json::array();
  for (const NamedValue& one : values) {
    all.push_back({{"value", one.value}, {"name", one.name}, {"meaning", one.meaning}});
  }
  return all;
}

nlohmann::ordered_json to_json(const FrameTable& table, const FrameField& field) {
  nlohmann::ordered_json made{{"name", fmt::format("{}.{}", table.name, field.name)},
                              {"offset", field.offset},
                              {"octets", field.width},
                              {"kind", to_string(field.kind)},
                              {"meaning", field.meaning},
                              {"requirements", nlohmann::ordered_json::array()}};
  for (const Requirement* one : field.cites) {
    made["requirements"].push_back(one->id);
  }
  if (field.kind == FieldKind::ebcdic) {
    made["significant"] = field.significant;
  }
  if (field.fixed) {
    made["fixed"] = field.fixed->value;
  }
  if (!field.flags.empty()) {
    made["flags"] = values_json(field.flags);
  }
  if (!field.values.empty()) {
    made["values"] = values_json(field.values);
  }
  return made;
}

std::string as_json(const std::vector<const FrameKind*>& frames) {
  auto all = nlohmann::ordered_json::array();
  for (const FrameKind* frame : frames) {
    const FrameTable& table = *frame->table;
    nlohmann::ordered_json made{{"name", frame->name},
                                {"title", table.title},
                                {"octets", table.size},
                                {"order", to_string(table.order)},
                                {"ethertype", table.ethertype},
                                {"fields", nlohmann::ordered_json::array()}};
    for (const FrameField& field : table.fields) {
      made["fields"].push_back(to_json(table, field));
    }
    all.push_back(std::move(made));
  }
  return all.dump(2) + "\n";
}

std::string as_text(const std::vector<const FrameKind*>& frames) {
  std::string text;
  for (const FrameKind* frame : frames) {
    for (const FrameField& field : frame->table->fields) {
      text += fmt::format("{}  {:>4} {:>3}  {}.{}  {}  {}  [{}]\n",
                          frame->name,
                          field.offset,
                          field.width,
                          frame->table->name,
                          field.name,
                          to_string(field.kind),
                          field.meaning,
                          cites_of(field));
    }
  }
  return text;
}

} // namespace

std::vector<const FrameKind*> select_frames(const std::vector<FrameKind>& frames,
                                            const std::vector<std::string>& selectors) {
  std::vector<const FrameKind*> selected;
  for (const FrameKind& frame : frames) {
    const auto means = [&](const std::string& one) {
      return one == frame.name || frame.name.starts_with(one + "/");
    };
    if (selectors.empty() || std::any_of(selectors.begin(), selectors.end(), means)) {
      selected.push_back(&frame);
    }
  }
  return selected;
}

std::string frames_as(const std::string& format, const std::vector<const FrameKind*>& frames) {
  if (format == "json") {
    return as_json(frames);
  }
  if (format != "markdown") {
    return as_text(frames);
  }
  std::string text = frames_markdown_head();
  for (const FrameKind* frame : frames) {
    text += frame_markdown(frame->name, *frame->table);
  }
  return text;
}

#ifdef PATHPROOF_SYMBOLIC

namespace {

std::string sentence_of(const std::string& statement) {
  return statement == "decode_of_encode"   ? "decode(encode(f)) is f, whatever its fields are"
         : statement == "encode_of_decode" ? "encode(decode(b)) is b, whatever octets decode"
                                           : "without its fixed values nothing is decoded";
}

} // namespace

symbolic::FrameProof
prove_frame(const FrameKind& frame, unsigned timeout_ms, bool with_scripts, RunResult& result) {
  symbolic::Graph graph;
  const symbolic::FrameProof proof =
      symbolic::prove_frame(graph, frame.record(graph), timeout_ms, with_scripts);
  std::cout << fmt::format("{}: every frame, and every string of {} octets, {:.2f} s\n",
                           frame.name,
                           frame.table->size,
                           proof.seconds);
  for (const symbolic::FrameStatement& one : proof.statements) {
    const std::string why = one.counterexample + one.reason;
    std::cout << fmt::format("  {:<13} {}: {}{}\n",
                             symbolic::to_string(one.conclusion),
                             one.id,
                             sentence_of(one.id),
                             why.empty() ? "" : "; " + why);
    CaseResult made;
    made.family = frame.name;
    made.id = frame.name + "/" + one.id;
    made.title = sentence_of(one.id);
    made.verdict = one.conclusion == symbolic::Conclusion::proved     ? Verdict::pass
                   : one.conclusion == symbolic::Conclusion::violated ? Verdict::fail
                                                                      : Verdict::inconclusive;
    made.reason = why;
    made.reproduction = "pathproof prove " + frame.name;
    result.cases.push_back(std::move(made));
  }
  std::cout << fmt::format("  {} of {} kinds of frames exist{}\n",
                           proof.possible,
                           proof.possible + proof.impossible.size(),
                           proof.impossible.empty() ? "" : "; never: ");
  for (const std::string& one : proof.impossible) {
    std::cout << "    " << one << '\n';
  }
  return proof;
}

#endif

} // namespace pathproof::runner
