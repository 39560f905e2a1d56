// How the two tables have to look, for those who make and check them. docs/formats.md describes what lies in them.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "adapters/dynamodb/settings.h"

namespace curfew::dynamodb {

struct KeyPart {
  std::string name;
  std::string type;  // "S", "N"

  friend bool operator==(const KeyPart&, const KeyPart&) = default;
};

struct IndexShape {
  std::string name;
  std::vector<KeyPart> key;             // partition key, sort key
  std::vector<std::string> projection;  // attributes beside the keys; none: all
};

struct TableShape {
  std::string name;
  std::vector<KeyPart> key;
  std::vector<IndexShape> indexes;
  bool expires = false;  // its items have an attribute ExpiresAt
};

[[nodiscard]] TableShape request_table(const Settings& settings);
[[nodiscard]] TableShape ledger_table(const Settings& settings);

// The body of the CreateTable that makes it: on demand, with a stream, protected against deletion.
[[nodiscard]] boost::json::object creation_of(const TableShape& shape);

// Why `description` (DescribeTable's `Table`) cannot serve as this table: sentences. None: it can.
[[nodiscard]] std::vector<std::string> faults_of(const TableShape& shape, const boost::json::object& description);

}  // namespace curfew::dynamodb
