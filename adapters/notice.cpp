#include "adapters/notice.hpp"

#include "adapters/json_text.hpp"

namespace adapters {

Notice::Notice(const engine::Arrival& arrival) {
    const auto body = read_json(arrival.body);
    if (!body.is_object()) throw engine::Rejected{"the body is not a JSON object"};
    const auto type = body.find("type");
    if (type == body.end() || !type->is_string()) throw engine::Rejected{"no text in 'type'"};
    type_ = *type;
    const auto data = body.find("data");
    if (data == body.end() || !data->is_object())
        throw engine::Rejected{type_ + " without an object in 'data'"};
    data_ = *data;
    reference_ = text_or_nothing("external_id");
}

}  // namespace adapters
