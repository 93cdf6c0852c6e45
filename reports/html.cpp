// SPDX-License-Identifier: Apache-2.0
#include "reports/html.hpp"

#include <filesystem>
#include <unordered_map>

#include <fmt/format.h>

#include "reports/html_parts.hpp"
#include "reports/json.hpp"
#include "reports/json_values.hpp"
#include "reports/measured.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

// Text between tags, and in quoted attributes.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : visible(text)) {
    switch (c) {
    case '<':
      result += "&lt;";
      break;
    case '>':
      result += "&gt;";
      break;
    case '&':
      result += "&amp;";
      break;
    case '"':
      result += "&quot;";
      break;
    case '\'':
      result += "&#39;";
      break;
    default:
      result += c;
    }
  }
  return result;
}

// JSON that cannot end the element that it is in, nor begin a comment.
std::string embedded(const Json& data) {
  const std::string text = data.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string result;
  result.reserve(text.size() + text.size() / 64);
  for (const char c : text) {
    c == '<' ? result += "\\u003c" : result += c;
  }
  return result;
}

// The data of the page. Texts are kept once and named by their numbers: ten thousand traces have
// few words.
class Data {
public:
  explicit Data(const HtmlOptions& options) : options_(options) {}

  Json of(const RunResult& result) {
    Json data{{"version", visible(result.version)},
              {"iut", visible(result.iut)},
              {"role", visible(result.role)},
              {"profile", visible(result.profile)},
              {"seed", std::to_string(result.seed)},
              {"strict", result.strict},
              {"interrupted", visible(result.interrupted)},
              {"status", exit_status(result)},
              {"sentence", conformance_sentence(result)},
              {"covered", to_text(coverage(result))}};
    data["verdicts"] = Json::array();
    for (const Verdict verdict : all_verdicts) {
      data["verdicts"].push_back(to_string(verdict));
    }
    data["cases"] = each(result.cases, [&](const CaseResult& one) { return of(one); });
    data["requirements"] =
        each(result.requirements, [&](const RequirementRow& one) { return of(one); });
    data["references"] = std::move(references_);
    data["lists"] = std::move(lists_);
    data["texts"] = std::move(texts_);
    return data;
  }

private:
  template <class Item, class Make>
  static Json each(const std::vector<Item>& items, Make make) {
    Json all = Json::array();
    for (const Item& item : items) {
      all.push_back(make(item));
    }
    return all;
  }

  std::size_t text(const std::string& bytes, Newlines newlines = Newlines::escape) {
    std::string shown = visible(capped(bytes, html_text_max), newlines);
    const auto [found, is_new] = places_.try_emplace(std::move(shown), texts_.size());
    if (is_new) {
      texts_.push_back(found->first);
    }
    return found->second;
  }

  std::size_t reference(const RequirementReference& one) {
    Json made = {
        text(one.id), text(one.level), text(one.sentence), text(one.source), text(one.confidence)};
    const auto [found, is_new] = reference_places_.try_emplace(made.dump(), references_.size());
    if (is_new) {
      references_.push_back(std::move(made));
    }
    return found->second;
  }

  // The number of a list of texts, which many cases share.
  std::size_t list(const std::vector<std::string>& all) {
    std::string bytes;
    for (const std::string& one : all) {
      bytes += one + '\0';
    }
    const auto [found, is_new] = list_places_.try_emplace(std::move(bytes), lists_.size());
    if (is_new) {
      lists_.push_back(each(all, [&](const std::string& one) { return text(one); }));
    }
    return found->second;
  }

  // One list of numbers: role, label, addressees, whose.
  Json of(const std::vector<TraceStep>& steps) {
    Json all = Json::array();
    for (const TraceStep& step : steps) {
      all.push_back(text(step.role));
      all.push_back(text(step.label));
      all.push_back(text(step.to));
      all.push_back(step.by_iut ? 1 : 0);
    }
    return all;
  }

  Json of(const Deviation& one) {
    return {one.step,
            text(one.observed),
            each(one.permitted, [&](const std::string& label) { return text(label); }),
            each(one.broken, [&](const RequirementReference& broken) { return reference(broken); }),
            text(one.level)};
  }

  Json of(const CaseFrame& one) {
    return {one.number,
            one.step == no_step ? Json(nullptr) : Json(one.step),
            visible(one.octets),
            text(one.table),
            each(one.fields,
                 [&](const FrameFieldText& field) {
                   return Json{text(field.name),
                               field.offset,
                               field.width,
                               text(field.value),
                               field.wrong ? 1 : 0};
                 }),
            text(one.malformed)};
  }

  Json of(const Rerun& one) {
    return {one.recurred ? 1 : 0,
            one.differs_at == no_step ? Json(nullptr) : Json(one.differs_at),
            text(one.before),
            text(one.now),
            one.slowest_ms};
  }

  Json of(const CaseResult& one) {
    return {text(one.id),
            text(one.family),
            text(one.title),
            each(one.requirements, [&](const std::string& id) { return text(id); }),
            static_cast<int>(one.verdict),
            text(one.reason),
            each(one.deviations, [&](const Deviation& deviation) { return of(deviation); }),
            of(one.trace),
            of(one.shrunk),
            text(one.reproduction),
            std::to_string(one.seed),
            one.tests,
            one.steps,
            text(one.iut_output, Newlines::keep),
            each(one.frames, [&](const CaseFrame& frame) { return of(frame); }),
            text(link_to(one.capture)),
            each(one.reruns, [&](const Rerun& rerun) { return of(rerun); }),
            one.slowest_ms,
            list(one.fired)};
  }

  Json of(const RequirementRow& one) {
    return {reference(one.requirement),
            text(one.state),
            text(one.reason),
            one.rules,
            one.invariants,
            one.cases,
            one.vectors,
            one.mutants,
            text(one.verdict),
            one.cited,
            one.fired,
            to_string(one.reach)};
  }

  // As seen from the folder of the report.
  std::string link_to(const std::string& capture) const {
    namespace fs = std::filesystem;
    if (capture.empty() || options_.file.empty()) {
      return capture;
    }
    std::error_code error;
    const fs::path folder = fs::absolute(fs::path(options_.file), error).parent_path();
    const fs::path target = fs::absolute(fs::path(capture), error);
    const fs::path link = target.lexically_normal().lexically_relative(folder.lexically_normal());
    return error || link.empty() ? capture : link.generic_string();
  }

  const HtmlOptions& options_;
  std::unordered_map<std::string, std::size_t> places_;
  Json texts_ = Json::array();
  std::unordered_map<std::string, std::size_t> reference_places_;
  Json references_ = Json::array();
  std::unordered_map<std::string, std::size_t> list_places_;
  Json lists_ = Json::array();
};

// What is shown where scripts do not run.
std::string without_scripts(const RunResult& result) {
  std::string rows;
  for (const Family& family : families(result)) {
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
                        escaped(family.name),
                        escaped(to_text(family.counts)));
  }
  return fmt::format("<p>{}</p>\n<table><caption>Verdicts of each family</caption>\n{}</table>\n",
                     escaped(conformance_sentence(result)),
                     rows);
}

void replace(std::string& page, std::string_view place, std::string_view content) {
  const std::size_t at = page.find(place);
  page.replace(at, place.size(), content);
}

} // namespace

std::string html_report(const RunResult& result, const HtmlOptions& options) {
  Json data = Data(options).of(result);
  data["measured"] = measured_data(options.measured, options.measured_names);
  std::string page(html_parts::page);
  // From the last place to the first, so that nothing is looked for in what was filled in.
  replace(page, "@script@", html_parts::script);
  replace(page, "@data@", embedded(data));
  replace(page, "@without_scripts@", without_scripts(result));
  replace(page, "@style@", html_parts::style);
  replace(page, "@title@", escaped("pathproof: " + result.iut));
  return page;
}

} // namespace pathproof::reports
