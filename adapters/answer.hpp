// What neighbours answer with, held to what was agreed.
//
// Each throws engine::Rejected in words that name the neighbour: it does not speak as agreed, and a
// person has to look.

#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/call.hpp"
#include "adapters/field.hpp"
#include "adapters/reading.hpp"
#include "engine/fault.hpp"

namespace adapters {

nlohmann::json json_of(const std::string& neighbour, const Reply&);

template <class T>
T agreed_field(const std::string& neighbour, const nlohmann::json& answer, const char* name) {
    if (const auto value = read_field<T>(answer, name)) return *value;
    throw engine::Rejected{neighbour + " answered without a proper '" + name + "'"};
}

// As a document to be kept; `what` is for the one who reads that it is none.
Document pdf_of(const std::string& neighbour, const std::string& what, std::string content,
                std::string file_name);

}  // namespace adapters
