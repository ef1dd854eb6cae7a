// Somebody else's table as records: CSV and NDJSON, their faults, and what encodings and spreadsheets do to them.

#include "config/records.h"

#include <string>
#include <string_view>
#include <vector>

#include "config/text_encoding.h"

#include <catch2/catch.hpp>

namespace {

using namespace wangge::config;

}  // namespace

TEST_CASE("CSV records know their lines, over cells with line breaks and a byte order mark") {
  const std::vector<std::string> columns{"b", "a"};
  const auto records = parse_records(
      "\xEF\xBB\xBF"
      "a,b,c\r\n1,\"two\nlines\",3\r\n4,5,6\r\n",
      RecordFormat::csv, columns);
  REQUIRE(records.size() == 2);
  CHECK(records[0].line == 2);
  CHECK(records[0].cells == std::vector<std::string>{"two\nlines", "1"});
  CHECK(records[1].line == 4);
  CHECK(records[1].cells == std::vector<std::string>{"5", "4"});
}

TEST_CASE("a broken line of CSV is listed in its place, and the rest is read") {
  const std::vector<std::string> columns{"a"};
  const auto records = parse_records("a,b\n1,2\n3\n\"4,5\n6,7\n", RecordFormat::csv, columns);
  REQUIRE(records.size() == 4);
  CHECK(records[0].fault.empty());
  CHECK((records[1].line == 3 && !records[1].fault.empty()));
  CHECK((records[2].line == 4 && !records[2].fault.empty()));
  CHECK((records[3].line == 5 && records[3].cells[0] == "6"));
}

TEST_CASE("a record may have as many bytes as the bound says, and not one more") {
  const std::vector<std::string> columns{"a"};
  const std::string at_bound(record_bytes_max - 9, 'x');  // {"a":"…"} has 8, and a line its end
  const std::string text = "{\"a\":\"" + at_bound + "y\"}\n{\"a\":\"" + at_bound + "zz\"}\n{\"a\":\"1\"}\n";
  const auto records = parse_records(text, RecordFormat::ndjson, columns);
  REQUIRE(records.size() == 3);
  CHECK(records[0].fault.empty());
  CHECK_FALSE(records[1].fault.empty());
  CHECK(records[2].cells[0] == "1");

  const std::string too_long(record_bytes_max + 1, 'x');
  const auto rows = parse_records("a,b\n" + too_long + ",\"\n\"\n1,2\n", RecordFormat::csv, columns);
  CHECK_FALSE(rows.front().fault.empty());
  CHECK(rows.back().cells[0] == "1");
}

TEST_CASE("NDJSON records take text, numbers and truth values, and list what is none of these") {
  const std::vector<std::string> columns{"a", "b"};
  const auto records = parse_records(R"({"a":"one","b":43523.49}

{"a":true,"b":null}
{"a":7}
not json
{"a":[1]}
)",
                                     RecordFormat::ndjson, columns);
  REQUIRE(records.size() == 5);
  CHECK(records[0].cells == std::vector<std::string>{"one", "43523.49"});
  CHECK((records[1].line == 3 && records[1].cells == std::vector<std::string>{"true", ""}));
  CHECK((records[2].line == 4 && records[2].cells == std::vector<std::string>{"7", ""}));
  CHECK((records[3].line == 5 && !records[3].fault.empty()));
  CHECK((records[4].line == 6 && !records[4].fault.empty()));
}

TEST_CASE("an NDJSON number keeps the digits that were written") {
  const std::vector<std::string> columns{"a"};
  for (const std::string_view written :
       {"202603101234567890", "20260310123456789012", "18446744073709551616", "-0", "1.10", "0.1000", "1e5",
        "2.02603101234567890E+17", "123456789012345678901234567890.123456789"}) {
    INFO(written);
    const auto records = parse_records("{\"x\":{\"a\":1},\"a\":" + std::string(written) + ",\"y\":[2]}\n",
                                       RecordFormat::ndjson, columns);
    REQUIRE(records.size() == 1);
    CHECK(records[0].fault.empty());
    CHECK(records[0].cells[0] == written);
  }
  for (const std::string_view wrong : {"01", "1.", ".5", "+1", "0x10", "1_000", "NaN"}) {
    INFO(wrong);
    CHECK_FALSE(parse_records("{\"a\":" + std::string(wrong) + "}\n", RecordFormat::ndjson, columns)[0].fault.empty());
  }
  CHECK(parse_records("{\"a\":\"\\u6696\\n\",\"b\":1}\n", RecordFormat::ndjson, columns)[0].cells[0] == "暖\n");
  CHECK(parse_records("{\"a\":1,\"a\":2}\n", RecordFormat::ndjson, columns)[0].cells[0] == "2");
  CHECK_FALSE(parse_records("{\"a\":1} {\"a\":2}\n", RecordFormat::ndjson, columns)[0].fault.empty());
  CHECK_FALSE(parse_records("[{\"a\":1}]\n", RecordFormat::ndjson, columns)[0].fault.empty());
}

TEST_CASE("rows of nothing but commas are no records, and are counted") {
  const std::vector<std::string> columns{"a"};
  const RecordTable table = parse_table("a,b\n1,2\n,,,\n , \n\n3,\n,\r\n", RecordFormat::csv, columns);
  CHECK(table.blank_rows == 3);
  REQUIRE(table.records.size() == 2);
  CHECK(table.records[1].line == 6);
  CHECK(table.header == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a record with an error of the spreadsheet in a wanted cell is listed") {
  const std::vector<std::string> columns{"a"};
  for (const std::string_view error : {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}) {
    INFO(error);
    const auto records = parse_records("a,b\n" + std::string(error) + ",x\nx," + std::string(error) + "\n#1楼," + "x\n",
                                       RecordFormat::csv, columns);
    REQUIRE(records.size() == 3);
    CHECK_THAT(records[0].fault, Catch::Contains(std::string(error)));
    CHECK(records[1].fault.empty());
    CHECK(records[2].fault.empty());
  }
}

TEST_CASE("lines above the header are left out, and where the header seems to be is said") {
  const std::vector<std::string> columns{"a", "b"};
  const std::string text = "三月诉求台账,,\n填表人：,,\na,b,c\n1,2,3\n";
  const RecordTable table = parse_table(text, RecordFormat::csv, columns, 2);
  REQUIRE(table.records.size() == 1);
  CHECK(table.records[0].line == 4);
  CHECK(table.records[0].cells == std::vector<std::string>{"1", "2"});
  CHECK_THROWS_WITH(parse_records(text, RecordFormat::csv, columns), Catch::Contains("--skip-rows 2"));
  CHECK_THROWS_WITH(parse_table("a,b\n", RecordFormat::csv, columns, 9), Catch::Contains("no header"));
}

TEST_CASE("a table parted by tabs is read, with empty cells") {
  const std::vector<std::string> columns{"a", "c"};
  const auto records = parse_records("a\tb\tc\r\n1\t\t3, x\r\n\t2\t\r\n", RecordFormat::csv, columns);
  REQUIRE(records.size() == 2);
  CHECK(records[0].cells == std::vector<std::string>{"1", "3, x"});
  CHECK(records[1].cells == std::vector<std::string>{"", ""});
}

TEST_CASE("a file's format is told by its name's ending, large or small") {
  for (const char* name : {"a.csv", "REPORT.CSV", "a.Csv", "a.txt", "a.TSV"})
    CHECK(record_format_of(name) == RecordFormat::csv);
  for (const char* name : {"a.ndjson", "a.JSONL"}) CHECK(record_format_of(name) == RecordFormat::ndjson);
  CHECK_THROWS_WITH(record_format_of("a.xlsx"), Catch::Contains("CSV"));
}

TEST_CASE("the encoding of a table is told by its bytes") {
  const std::string utf8 = "留言,a\n暖气不热，屋里冷,1\n";
  // The same characters, as GB18030 and UTF-16 number them.
  const std::string gb18030 =
      "\xC1\xF4\xD1\xD4,a\n\xC5\xAF\xC6\xF8\xB2\xBB\xC8\xC8\xA3\xAC\xCE\xDD\xC0\xEF\xC0\xE4,1\n";
  std::string little, big;
  for (const char16_t unit : std::u16string_view{u"留言,a\n暖气不热，屋里冷,1\n"}) {
    const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
    little += low, little += high;
    big += high, big += low;
  }
  struct Written {
    std::string bytes;
    Encoding encoding;
  };
  for (const auto& [bytes, encoding] :
       {Written{utf8, Encoding::utf8}, Written{"\xEF\xBB\xBF" + utf8, Encoding::utf8},
        Written{gb18030, Encoding::gb18030}, Written{little, Encoding::utf16_le},
        Written{"\xFF\xFE" + little, Encoding::utf16_le}, Written{big, Encoding::utf16_be},
        Written{"\xFE\xFF" + big, Encoding::utf16_be}}) {
    INFO(name_of(encoding));
    CHECK(encoding_of(bytes) == encoding);
    CHECK(to_utf8(bytes, encoding) == utf8);
  }
  CHECK(encoding_of("") == Encoding::utf8);
  CHECK(encoding_of("a,b\n1,2\n") == Encoding::utf8);
  CHECK(encoding_of(utf8 + "\xC1\xF4,\xFF\n") == Encoding::utf8);  // a few bad bytes are no other encoding
  CHECK(to_utf8(utf8 + "\xFF", Encoding::utf8) == utf8 + "\xFF");
  const std::string four = "\x81\x30\x81\x30";  // U+0080, which GBK has not
  CHECK(to_utf8(four, Encoding::gb18030) == "\xC2\x80");
  CHECK_THROWS_WITH(to_utf8("\xFF\xFE" + little + "x", Encoding::utf16_le), Catch::Contains("UTF-16LE"));
  std::string long_text;
  for (int i = 0; i < 40'000; ++i) long_text += gb18030;
  CHECK(encoding_of(long_text) == Encoding::gb18030);
  CHECK(to_utf8(long_text, Encoding::gb18030).size() == 40'000 * utf8.size());
}

TEST_CASE("a header without a column that the mapping names is another table's") {
  const std::vector<std::string> columns{"a", "z"};
  CHECK_THROWS_WITH(parse_records("a,b\n1,2\n", RecordFormat::csv, columns), Catch::Contains("\"z\""));
}
