// A listing of AWS's, read to its end. Internal to this folder.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <expected>
#include <string_view>

#include "adapters/aws/caller.h"

namespace curfew::organizations {

// All entries of the array `member`, over all pages. Only a missing NextToken ends a listing: a page may be empty.
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
// An answer without the array, with a token that repeats, or without an end is kServerError: a part of a listing is
// never taken for the whole.
[[nodiscard]] std::expected<boost::json::array, aws::CallFailure> list_all(aws::Caller& caller, const aws::Call& call,
                                                                           boost::json::object body,
                                                                           std::string_view member);

// What is no answer of the API that was called.
[[nodiscard]] aws::CallFailure malformed(std::string_view what);

}  // namespace curfew::organizations
