"""Bills N subscriptions of a fixed fee with Tryton: tryton_bill.py DATABASE CONFIGURATION N"""

import datetime
import sys
import time
from decimal import Decimal

from proteus import Model, Wizard, config

config.set_trytond(sys.argv[1], config_file=sys.argv[2])

from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts  # noqa: E402
from trytond.modules.account_invoice.tests.tools import set_fiscalyear_invoice_sequences  # noqa: E402
from trytond.modules.company.tests.tools import create_company, get_company  # noqa: E402

count = int(sys.argv[3])
start = datetime.date.today().replace(month=1, day=1)


def made(model, **values):
    record = Model.get(model)(**values)
    record.save()
    return record


def a_plan(accounts):
    category = Model.get("product.category")(name="plans", accounting=True)
    category.account_expense = accounts["expense"]
    category.account_revenue = accounts["revenue"]
    category.save()
    (unit,) = Model.get("product.uom").find([("name", "=", "Unit")])
    template = Model.get("product.template")(name="plan", type="service", list_price=Decimal("59"), salable=True)
    template.default_uom = unit
    template.account_category = category
    template.save()
    return template.products[0]


def every_month():
    rules = Model.get("sale.subscription.recurrence.rule.set")(name="monthly")
    (rule,) = rules.rules
    rule.freq, rule.interval = "monthly", 1
    rules.save()
    return rules


def said(what, began):
    print(what, count, f"{time.perf_counter() - began:.3f}", flush=True)


create_company()
company = get_company()
set_fiscalyear_invoice_sequences(create_fiscalyear(company)).click("create_period")
create_chart(company)
monthly = every_month()
service = made("sale.subscription.service", product=a_plan(get_accounts(company)), consumption_recurrence=monthly)
term = Model.get("account.invoice.payment_term")(name="at once")
term.lines.new(type="remainder")
term.save()

Party = Model.get("party.party")
parties = [Party(name=f"customer {n}") for n in range(count)]
Party.save(parties)
Subscription = Model.get("sale.subscription")
subscriptions = []
for party in parties:
    subscription = Subscription(party=party, start_date=start, invoice_start_date=start)
    subscription.invoice_recurrence = monthly
    subscription.payment_term = term
    line = subscription.lines.new()
    line.service = service
    line.quantity = 1
    subscription.save()
    subscriptions.append(subscription)
Subscription.click(subscriptions, "quote")
Subscription.click(subscriptions, "run")

began = time.perf_counter()
for wizard in ("sale.subscription.line.consumption.create", "sale.subscription.create_invoice"):
    step = Wizard(wizard)
    step.form.date = start + datetime.timedelta(days=32)
    step.execute("create_")
said("drafted", began)

Invoice = Model.get("account.invoice")
drafts = Invoice.find([("state", "=", "draft")])
assert len(drafts) == count, f"{len(drafts)} drafts of {count} subscriptions"
began = time.perf_counter()
Invoice.click(drafts, "post")
said("posted", began)
