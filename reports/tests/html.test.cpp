// SPDX-License-Identifier: Apache-2.0
#include "reports/html.hpp"

#include <cstdlib>
#include <regex>

#include <nlohmann/json.hpp>

#include "cmake/testing/catch.hpp"
#include "model/core/error.hpp"
#include "reports/html_parts.hpp"
#include "reports/tests/sample.hpp"
#include "reports/tests/support.hpp"
#include "reports/text.hpp"

using namespace pathproof;
using namespace pathproof::reports;

namespace {

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t number = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++number;
  }
  return number;
}

std::string data_text(const std::string& page) {
  const std::string head = "<script type=\"application/json\" id=\"data\">";
  const std::size_t begin = page.find(head) + head.size();
  return page.substr(begin, page.find("</script>", begin) - begin);
}

nlohmann::json data_of(const std::string& page) {
  return nlohmann::json::parse(data_text(page));
}

std::string refusal(const std::string& measured) {
  try {
    html_report(sample::all_pass(), {.measured = {measured}, .measured_names = {"some.json"}});
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

// What commands measured, with one text of it as given.
HtmlOptions measured(const std::string& file, const std::string& name) {
  const auto text = [](const nlohmann::json& value) {
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  return {.file = file,
          .measured = {text({{"schema", "pathproof-exploration"},
                             {"model", name},
                             {"instances", 2},
                             {"states", 11},
                             {"transitions", 20},
                             {"complete", true},
                             {"seconds", 0.5},
                             {"levels", {1, 4, 5, 1}}}),
                       text({{"schema", "pathproof-proofs"},
                             {"solver", name},
                             {"proofs",
                              {{{"model", name},
                                {"invariant", name},
                                {"requirements", {name}},
                                {"method", "parametric"},
                                {"conclusion", "proved"},
                                {"lemmas", 2},
                                {"seconds", 0.001},
                                {"lemma_seconds", 0.002}}}}}),
                       text({{"schema", "pathproof-mutants"},
                             {"killed", 1},
                             {"equivalent", 0},
                             {"survived", 1},
                             {"quick", true},
                             {"matrix", true},
                             {"tasks", {name + "/drop@layer", "cinet/ioctl/idle@layer"}},
                             {"mutants",
                              {{{"protocol", "cinet"},
                                {"mutant", "ask.ioctl/drop"},
                                {"fate", "killed"},
                                {"requirement", "CINET-100"},
                                {"killer", name + "/drop@layer"},
                                {"killers", {0}}},
                               {{"protocol", "cinet"},
                                {"mutant", name},
                                {"fate", "survived"},
                                {"requirement", ""},
                                {"killer", ""},
                                {"killers", nlohmann::json::array()}}}}})},
          .measured_names = {"explore.json", "prove.json", "mutants.json"}};
}

} // namespace

TEST_CASE("an HTML report loads nothing from elsewhere") {
  const std::string page = html_report(sample::every_verdict());
  CHECK(times(page, "default-src 'none'") == 1);
  const std::string shipped = std::string(html_parts::page) + std::string(html_parts::style) +
                              std::string(html_parts::script);
  const std::string without_name = std::regex_replace(
      shipped, std::regex("http://www\\.w3\\.org/2000/svg"), "the name of what SVG is");
  for (const char* const loads :
       {"http:", "https:", " src=", "url(", "@import", "fetch(", "XMLHttpRequest", "import("}) {
    INFO(loads);
    CHECK(times(without_name, loads) == 0);
  }
}

TEST_CASE("the scripts of an HTML report make no markup of text") {
  for (const char* const markup :
       {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("}) {
    INFO(markup);
    CHECK(times(std::string(html_parts::script), markup) == 0);
  }
}

TEST_CASE("whatever bytes a result has, they are text in an HTML report") {
  RunResult run = sample::hostile_run();
  run.interrupted = sample::hostile();
  const std::string page = html_report(run);
  CHECK(times(data_text(page), "<") == 0);
  CHECK(times(page, "\xe2\x80\xa8") == 0);
  // Beside the data nothing but the page's own elements.
  const std::string plain = html_report(sample::every_verdict());
  for (const char* const markup : {"<script", "</script", "<a ", "<!--"}) {
    INFO(markup);
    CHECK(times(page, markup) == times(plain, markup));
  }
  const nlohmann::json data = data_of(page);
  CHECK(data["iut"] == visible(sample::hostile()));
  const auto& texts = data["texts"];
  CHECK(std::find(texts.begin(), texts.end(), visible(sample::hostile())) != texts.end());
  for (const auto& text : texts) {
    CHECK(visible(text.get<std::string>(), Newlines::keep) == text.get<std::string>());
  }
}

TEST_CASE("an HTML report has what the JSON report has") {
  const RunResult run = sample::many(30);
  const nlohmann::json data = data_of(html_report(run));
  const auto text = [&](const nlohmann::json& number) {
    return data["texts"][number.get<std::size_t>()].get<std::string>();
  };
  REQUIRE(data["cases"].size() == run.cases.size());
  for (std::size_t i = 0; i < run.cases.size(); ++i) {
    const CaseResult& one = run.cases[i];
    const nlohmann::json& raw = data["cases"][i];
    CHECK(text(raw[0]) == one.id);
    CHECK(text(raw[2]) == one.title);
    CHECK(data["verdicts"][raw[4].get<std::size_t>()] == to_string(one.verdict));
    CHECK(raw[6].size() == one.deviations.size());
    REQUIRE(raw[7].size() == 4 * one.trace.size());
    for (std::size_t step = 0; step < one.trace.size(); ++step) {
      CHECK(text(raw[7][4 * step + 1]) == one.trace[step].label);
      CHECK((raw[7][4 * step + 3] == 1) == one.trace[step].by_iut);
    }
    CHECK(text(raw[9]) == one.reproduction);
    CHECK(raw[14].size() == one.frames.size());
    CHECK(raw[16].size() == one.reruns.size());
    const nlohmann::json& fired = data["lists"][raw[18].get<std::size_t>()];
    REQUIRE(fired.size() == one.fired.size());
    for (std::size_t k = 0; k < fired.size(); ++k) {
      CHECK(text(fired[k]) == one.fired[k]);
    }
  }
  CHECK(data["requirements"].size() == run.requirements.size());
}

TEST_CASE("what many cases have in common is in an HTML report once") {
  RunResult run = sample::every_verdict();
  for (int i = 0; i < 200; ++i) {
    run.cases[0].fired.push_back("SMO-" + std::to_string(100 + i));
  }
  const std::size_t once = html_report(run).size();
  run.cases.insert(run.cases.end(), 100, run.cases[0]);
  CHECK(html_report(run).size() < once + 100 * 200);
}

TEST_CASE("equal results give equal HTML reports") {
  CHECK(html_report(sample::many(50)) == html_report(sample::many(50)));
}

TEST_CASE("a long text is cut in an HTML report, and that is said") {
  RunResult run = sample::every_verdict();
  run.cases[4].trace.back().label = std::string(10'000'000, 'x');
  const std::string page = html_report(run);
  CHECK(page.size() < 2 * html_text_max + 300'000);
  CHECK_THAT(page, support::contains("bytes left out"));
}

TEST_CASE("a capture is linked as seen from the report") {
  RunResult run = sample::every_verdict();
  run.cases = {sample::framed()};
  const auto link = [&](const std::string& file) {
    const nlohmann::json data = data_of(html_report(run, {.file = file}));
    return data["texts"][data["cases"][0][15].get<std::size_t>()].get<std::string>();
  };
  const std::string name = "iucv-hs-handshake-refuses@endpoint.pcap";
  CHECK(link("report.html") == "captures/" + name);
  CHECK(link("captures/report.html") == name);
  CHECK(link("out/report.html") == "../captures/" + name);
}

TEST_CASE("what is to be plotted has to be what a command wrote") {
  CHECK_THAT(refusal("{"), support::contains("some.json: this is not what explore"));
  CHECK_THAT(refusal("[]"), support::contains("some.json"));
  CHECK_THAT(refusal("{\"schema\": \"pathproof-proofs\"}"), support::contains("some.json"));
  CHECK(refusal("{\"schema\": \"pathproof-proofs\", \"solver\": \"Z3\", \"proofs\": []}") ==
        "no error");
}

TEST_CASE("a killer that is none of the cases is refused") {
  const auto with = [](const char* tasks, const char* killers) {
    return refusal(std::string(R"({"schema": "pathproof-mutants", "killed": 1, "equivalent": 0,)") +
                   R"( "survived": 0, "matrix": true, "tasks": )" + tasks +
                   R"(, "mutants": [{"killers": )" + killers + "}]}");
  };
  CHECK(with(R"(["a"])", "[0]") == "no error");
  CHECK_THAT(with(R"(["a"])", "[1]"), support::contains("some.json: its killers are no numbers"));
  CHECK_THAT(with(R"(["a"])", "[-1]"), support::contains("some.json"));
  CHECK_THAT(with(R"(["a"])", "0"), support::contains("some.json"));
  CHECK_THAT(with("0", "[0]"), support::contains("some.json"));
}

TEST_CASE("pages are written for a browser") {
  const char* const wanted = std::getenv("PATHPROOF_REPORTS_OUT");
  const std::string folder = wanted != nullptr ? wanted : support::fresh_folder("browser");
  const auto write = [&](const std::string& name, const RunResult& run) {
    const std::string file = folder + "/" + name + ".html";
    support::put_file(file, html_report(run, {.file = file}));
    CHECK(support::read_file(file).ends_with("</html>\n"));
  };
  const std::string file = folder + "/every_verdict.html";
  support::put_file(file, html_report(sample::many(0), measured(file, "cinet/ioctl")));
  support::put_file(folder + "/hostile_plots.html",
                    html_report(sample::all_pass(), measured(file, sample::hostile())));
  write("hostile", sample::hostile_run());
  write("all_pass", sample::all_pass());
  write("nothing", RunResult{});
  write("ten_thousand", sample::many(10'000));
}
