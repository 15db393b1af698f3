//! JSON read by the browser's own parser, straight into our types.
//!
//! `serde_json` brings a parser, number tables and sentences about what is wrong: most of the 19 kB (brotli) that
//! the widget lost when it began to read in this way and to call `fetch` itself. Whoever gets `None` here says so
//! in words of their own, so no error carries any.

use std::fmt::{self, Display};

use js_sys::{Array, JSON, Object, Reflect};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer as _, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast as _, JsValue};

/// What the text says, or none when it is no JSON or not of this shape. Fields nobody asks for are ignored.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(Value(JSON::parse(text).ok()?)).ok()
}

/// The text was of another shape.
#[derive(Debug)]
struct Unlike;

impl Display for Unlike {
    fn fmt(&self, _: &mut fmt::Formatter) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Unlike {}

/// Every kind is the same, and said without the sentences that `serde` would put together.
impl de::Error for Unlike {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: de::Unexpected, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: de::Unexpected, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

struct Value(JsValue);

impl<'de> Deserializer<'de> for Value {
    type Error = Unlike;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        match self.0.as_bool() {
            Some(truth) => visitor.visit_bool(truth),
            None if self.0.as_f64().is_some() => self.deserialize_i64(visitor),
            None if self.0.is_string() => self.deserialize_string(visitor),
            None if self.0.is_null() => visitor.visit_unit(),
            None if Array::is_array(&self.0) => self.deserialize_seq(visitor),
            None => visitor.visit_map(Entries::of(Object::entries(self.0.unchecked_ref()))),
        }
    }

    /// Whole numbers up to 2^53, which is all that the wire carries.
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        let number = self.0.as_f64().filter(|number| number.fract() == 0.0).ok_or(Unlike)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole; beyond the range it ends at the range's end"
        )]
        visitor.visit_i64(number as i64)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_string(self.0.as_string().ok_or(Unlike)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        let list = self.0.dyn_into::<Array>().map_err(|_| Unlike)?;
        visitor.visit_seq(List { list, next: 0 })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        if !self.0.is_object() {
            return Err(Unlike);
        }
        visitor.visit_map(Fields { object: self.0, names: fields.iter(), value: JsValue::UNDEFINED })
    }

    /// `"closed"` or `{"waiting":{...}}`.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        if self.0.is_object() {
            let entry = Object::entries(self.0.unchecked_ref()).get(0);
            let entry: Array = entry.dyn_into().map_err(|_| Unlike)?;
            return visitor.visit_enum(Variant { name: entry.get(0), content: entry.get(1) });
        }
        visitor.visit_enum(Variant { name: self.0, content: JsValue::UNDEFINED })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_i64(visitor)
    }
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_f64(self.0.as_f64().ok_or(Unlike)?)
    }
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unlike)?)
    }
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_string(visitor)
    }
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_string(visitor)
    }
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unlike> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct map
    }
}

/// A list's items, in order.
struct List {
    list: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for List {
    type Error = Unlike;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unlike> {
        if self.next == self.list.length() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(Value(self.list.get(self.next - 1))).map(Some)
    }
}

/// An object asked for the fields of our type, one by one; those it lacks are left out.
struct Fields {
    object: JsValue,
    names: std::slice::Iter<'static, &'static str>,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unlike> {
        for name in &mut self.names {
            self.value = Reflect::get(&self.object, &JsValue::from_str(name)).map_err(|_| Unlike)?;
            if !self.value.is_undefined() {
                let key: StrDeserializer<Unlike> = (*name).into_deserializer();
                return seed.deserialize(key).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unlike> {
        seed.deserialize(Value(self.value.clone()))
    }
}

/// An object whose fields are not known beforehand, as `[key, value]` pairs.
struct Entries {
    pairs: List,
    value: JsValue,
}

impl Entries {
    fn of(list: Array) -> Self {
        Self { pairs: List { list, next: 0 }, value: JsValue::UNDEFINED }
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unlike> {
        let List { list, next } = &mut self.pairs;
        if *next == list.length() {
            return Ok(None);
        }
        let entry: Array = list.get(*next).unchecked_into();
        *next += 1;
        self.value = entry.get(1);
        seed.deserialize(Value(entry.get(0))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unlike> {
        seed.deserialize(Value(self.value.clone()))
    }
}

struct Variant {
    name: JsValue,
    content: JsValue,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unlike;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), Unlike> {
        Ok((seed.deserialize(Value(self.name))?, Value(self.content)))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Unlike;

    fn unit_variant(self) -> Result<(), Unlike> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unlike> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unlike> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unlike> {
        self.deserialize_struct("", fields, visitor)
    }
}
