"""The tags of the shared look: `{% load ui %}`. What each does is said where it is made."""

from django.template import Library
from django.template.context import RequestContext
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from habitue.fronts.ui import controls, figures, found, markup, parts, styles, words

register = Library()

for word in (
    words.has,
    words.owes,
    words.gift,
    words.earned,
    words.in_hand,
    words.limit,
    words.points,
):
    register.simple_tag(word)
register.simple_block_tag(words.chip)

register.simple_tag(markup.icon)
register.simple_tag(markup.drawing)
register.simple_tag(markup.dom_id)
register.simple_tag(markup.qr_svg, name="qr")
register.simple_tag(styles.url, name="style")

register.simple_block_tag(controls.button)
for control in (
    controls.operation_key,
    controls.field,
    controls.segmented,
    controls.pin_pad,
    controls.code_pad,
    controls.amount_pad,
    controls.tick,
    controls.camera,
):
    register.simple_tag(control)

for part in (
    parts.card_face,
    parts.measure_bar,
    parts.tabs,
    parts.crumbs,
    parts.pager,
    parts.steps,
    parts.save_bar,
    parts.search_box,
):
    register.simple_tag(part)
for block in (
    parts.card_strip,
    parts.empty_state,
    parts.notice,
    parts.sheet,
    parts.more,
    parts.bulk_bar,
):
    register.simple_block_tag(block)
register.simple_tag(parts.toast, takes_context=True)
register.simple_tag(parts.toasts, takes_context=True)

register.filter(found.marked)
register.filter(figures.count)
register.filter(figures.percent)
register.filter(figures.quantity)
register.filter(figures.in_groups)
register.filter(figures.initials)
register.filter(figures.in_field)
register.filter(figures.dated, expects_localtime=True)


@register.simple_tag
def money(value: figures.Sum | None, currency: bool = False) -> SafeString | str:
    """`{% money bill.total %}`; nothing where there is no amount."""
    return "" if value is None else figures.money_html(value, currency=currency)


@register.simple_tag(takes_context=True)
def page_attributes(context: RequestContext) -> SafeString:
    """Direction, theme and density of the page, for `<html>`."""
    cookies = getattr(context.get("request"), "COOKIES", {})
    theme, density = cookies.get("theme"), cookies.get("density")
    return markup.attributes(
        {
            "dir": context.get("direction") or ("rtl" if get_language_bidi() else "ltr"),
            "data_theme": theme if theme in ("light", "dark") else None,
            "data_density": density if density == "roomy" else None,
        }
    )
