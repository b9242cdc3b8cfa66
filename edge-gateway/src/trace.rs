//! Trace context (W3C Trace Context, level 1): a caller's trace goes on at the pool, in a span of ours.
//!
//! Called by `gateway` once per request. Of everything that a caller sends with its trace only the trace id and the
//! "sampled" flag pass, and those only in their one valid form: `tracestate` and `baggage` can hold anything, names too.

/// The length of version 00: `00-` trace id `-` parent id `-` flags.
const LENGTH: usize = 55;

/// The `traceparent` for outbound calls: the caller's trace, or a new one where what it sent is not valid; `None` where it
/// sent none. `random` gives the new ids.
#[must_use]
pub fn outbound(sent: &[&[u8]], random: impl FnOnce() -> u128) -> Option<String> {
    if sent.is_empty() {
        return None;
    }
    let random = random();
    // The parent's id is half as long; neither may be zero.
    let ours = (random as u64).max(1);
    Some(match sent {
        [only] => match parse(only) {
            Some((trace, sampled)) => format!("00-{trace}-{ours:016x}-0{}", u8::from(sampled)),
            None => format!("00-{:032x}-{ours:016x}-00", random.max(1)),
        },
        _ => format!("00-{:032x}-{ours:016x}-00", random.max(1)),
    })
}

/// Trace id, and whether the trace is recorded.
fn parse(value: &[u8]) -> Option<(&str, bool)> {
    let text = str::from_utf8(value).ok()?;
    let (head, rest) = text.split_at_checked(LENGTH)?;
    let mut parts = head.split('-');
    let (version, trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let is_id = |part: &str, length: usize| is_hex(part, length) && part.bytes().any(|b| b != b'0');
    let good = is_hex(version, 2)
        && version != "ff"
        && is_id(trace, 32)
        && is_id(parent, 16)
        && is_hex(flags, 2)
        && parts.next().is_none()
        // A later version may say more, behind another dash.
        && (rest.is_empty() || version != "00" && rest.starts_with('-'));
    good.then(|| (trace, u8::from_str_radix(flags, 16).is_ok_and(|flags| flags & 1 == 1)))
}

#[cfg(test)]
mod tests {
    use super::outbound;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

    #[test]
    fn row_47_a_valid_trace_goes_on_and_anything_else_starts_anew() {
        let ours = "0000000000000007";
        let on = |sampled: u8| format!("00-{TRACE}-{ours}-0{sampled}");
        let anew = format!("00-{:032x}-{ours}-00", 7);
        let parent = "00f067aa0ba902b7";
        for (sent, expect) in [
            (format!("00-{TRACE}-{parent}-01"), on(1)),
            (format!("00-{TRACE}-{parent}-00"), on(0)),
            // Flags that are not known are not passed on; a later version is read as far as it is known.
            (format!("00-{TRACE}-{parent}-ff"), on(1)),
            (format!("01-{TRACE}-{parent}-01-more"), on(1)),
            (format!("00-{TRACE}-{parent}-01-more"), anew.clone()),
            (format!("01-{TRACE}-{parent}-01more"), anew.clone()),
            (format!("ff-{TRACE}-{parent}-01"), anew.clone()),
            (format!("00-{}-{parent}-01", "0".repeat(32)), anew.clone()),
            (format!("00-{TRACE}-{}-01", "0".repeat(16)), anew.clone()),
            (format!("00-{}-{parent}-01", TRACE.to_uppercase()), anew.clone()),
            (format!("00-{TRACE}-{parent}-0"), anew.clone()),
            (format!("00-{TRACE}x{parent}-01"), anew.clone()),
            (format!("00-{TRACE}-{parent}-01\r\nx: y"), anew.clone()),
            ("ä".repeat(40), anew.clone()),
            (String::new(), anew.clone()),
        ] {
            assert_eq!(outbound(&[sent.as_bytes()], || 7).as_deref(), Some(expect.as_str()), "{sent}");
        }
        let good = format!("00-{TRACE}-{parent}-01");
        assert_eq!(outbound(&[good.as_bytes(), good.as_bytes()], || 7), Some(anew));
        assert_eq!(outbound(&[], || 7), None);
        // No id is ever zero.
        assert_eq!(outbound(&[b""], || 0), Some(format!("00-{:032x}-{:016x}-00", 1, 1)));
    }
}
