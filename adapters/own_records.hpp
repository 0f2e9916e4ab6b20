// What is kept of an application beside its journal.

#pragma once

#include <string>

#include "engine/store.hpp"

namespace adapters {

class OwnRecords {
public:
    virtual ~OwnRecords() = default;

    // A JSON object: lists of mails, documents, invoices and so on; "notes" are what staff wrote.
    virtual std::string of(engine::CaseId, const std::string& reference) = 0;
};

}  // namespace adapters
