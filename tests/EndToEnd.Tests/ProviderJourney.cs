using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>
/// The SP loop through the gateway only, each by his own role (issue 5; V1 to V5, V7 to V10, V15, N9, B7, B12, B15, C15):
/// a provider earns less because its customer complained, and is told so in signed events.
/// </summary>
/// <remarks>
/// The statement by hand. Five customers pay 12.35 a month. The first month:
/// <code>
/// net charges          5 × 12.35 = 61.75
/// share 5:5            61.75 × 0.5  = 30.875  →  30.88
/// bad debt 8 %         30.88 × 0.08 =  2.4704 →  −2.47   leaves 28.41
/// service fee 10 %     28.41 × 0.10 =  2.841  →  −2.84   leaves 25.57
/// payable                                        25.57
/// </code>
/// In the second month the same, one of five complained and was right: 2,000 complaints per 10,000 subscribers, the worst
/// grade, factor 0.5; and the 12.35 that he was paid at once are the provider's.
/// <code>
/// complaint factor     25.57 × 0.5  = 12.785  → −12.79   leaves 12.78
/// claw-back                                     −12.35
/// payable                                         0.43
/// </code>
/// </remarks>
public sealed class ProviderJourney(Platform platform)
{
    private const string Vas = "/api/vas/v1";
    private const decimal Price = 12.35m;

    /// <summary>Without a service of the seed; the first is who the demo customer's token is bound to.</summary>
    private static readonly string[] Accounts = ["A1000001", "A1000003", "A1000006", "A1000009", "A1000012"];

    private static readonly (string, decimal, decimal, decimal)[] FirstMonth =
    [
        ("share", 61.75m, 0.5m, 30.88m),
        ("badDebt", 30.88m, 0.08m, -2.47m),
        ("serviceFee", 28.41m, 0.1m, -2.84m),
    ];

    private static readonly (string, decimal, decimal, decimal)[] SecondMonth =
    [
        .. FirstMonth,
        ("complaintFactor", 25.57m, 0.5m, -12.79m),
        ("clawBack", Price, 1m, -Price),
    ];

    [Fact]
    public async Task A_provider_earns_less_because_its_customer_complained_and_is_told_so_in_signed_events()
    {
        using var agent = await platform.AsAsync("agent");
        using var customer = await platform.AsAsync("customer");
        using var finance = await platform.AsAsync("finance");
        using var second = await platform.AsAsync("finance-2");
        var month = await platform.BeginInTheMorningAsync(Ct);
        var next = new DateTimeOffset(month.Year, month.Month, 1, 10, 0, 0, Platform.China).AddMonths(1);
        await LetRatesCountAtFiveSubscribersAsync(next.AddHours(-10));
        var customers = new List<JsonElement>();
        foreach (var number in Accounts)
        {
            customers.Add(await ComplaintJourney.FindAccountAsync(agent, number));
        }

        await PayWhatIsDueAsync(customers);
        var service = await LetInAsync(finance, second);
        var provider = service.GetProperty("providerId").GetGuid();
        await using var partner = await PartnerSide.OpenAsync(platform, provider, Ct);
        await ChargedWithoutConsentIsRefusedAsync(partner, service, customers[0]);

        var subscriptions = await Task.WhenAll( // the first one in the app
            customers.Select((account, i) => SubscribeAsync(i == 0 ? customer : agent, account, service))
        );

        await ChargeAllAsync(partner, service, subscriptions, "first");
        var charge = await OneKeyIsOneChargeAsync(partner, finance, subscriptions[0]);
        await MonthJourney.ToldAsync(customer, customers[0], "service-charged", "12.35");

        await platform.GoOnToAsync(next, Ct);
        await MonthJourney.BillAsync(finance, month);
        await OnTheBillWithTheProvidersNameAsync(customer, customers[0], service);
        var first = await DraftAsync(finance, provider, month);
        Lines(first).ShouldBe(FirstMonth);
        first.GetProperty("payable").GetDecimal().ShouldBe(25.57m);
        await MonthJourney.ToldAsync(customer, customers[0], "subscription-renewing", "12.35");
        await platform.GoOnToAsync(next.AddDays(6), Ct); // he has his five days, also who confirmed in the month's last
        await ChargeAllAsync(partner, service, subscriptions, "second");
        var ticket = await ComplainAndBePaidAndCalledBackAsync(customer, agent, customers[0], service);
        await NothingNewIsSoldAsync(partner, agent, customers[1], service, ticket);
        await StoppedByKeywordAsync(agent, customers[^1], service);

        await IssueAsync(second, first);
        await platform.GoOnToAsync(next.AddMonths(1), Ct);
        var statement = await DraftAsync(finance, provider, next);
        await IsExplainedByTheComplaintAsync(partner, statement, ticket);
        await IsIssuedByASecondPersonAfterItsDaysAsync(finance, second, statement, next.AddMonths(1));

        await EverythingCameSignedAndStandsInTheFeedAsync(partner, statement);
        await NobodyElseReadsItAsync(statement, charge);
        await MonthJourney.TheBooksBalanceAsync(finance);
    }

    [Fact]
    public async Task The_receiver_of_the_partner_guide_is_the_one_that_runs_here()
    {
        var guide = await File.ReadAllTextAsync(Repository.File("docs", "partners.md"), Ct);
        var receiver = await File.ReadAllTextAsync(Repository.File("eng", "webhooks", "receiver.mjs"), Ct);

        guide.ShouldContain($"```javascript\n{receiver}```");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Text(JsonElement resource, string name) => resource.GetProperty(name).GetString()!;

    private static List<(string, decimal, decimal, decimal)> Lines(JsonElement statement) =>
        [
            .. statement
                .GetProperty("lines")
                .EnumerateArray()
                .Select(line =>
                    (
                        Text(line, "kind"),
                        line.GetProperty("basis").GetDecimal(),
                        line.GetProperty("rate").GetDecimal(),
                        line.GetProperty("amount").GetDecimal()
                    )
                ),
        ];

    private static async Task<string> RefusedAsync(HttpClient caller, string path, object body)
    {
        using var answer = await caller.PostAsJsonAsync(path, body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, text);
        return Text(JsonElement.Parse(text), "code");
    }

    /// <summary>An operator of forty customers: five subscribers and one complaint are a rate. By two persons.</summary>
    private async Task LetRatesCountAtFiveSubscribersAsync(DateTimeOffset from)
    {
        using var leader = await platform.AsAsync("leader");
        using var other = await platform.AsAsync("leader-2");
        foreach (var (key, value) in new[] { ("sp.rate.min_base", 5), ("sp.rate.min_count", 1) })
        {
            var change = await MonthJourney.PostAsync(
                leader,
                $"{Vas}/policies/{key}/changes",
                new
                {
                    jurisdiction = "CN-national",
                    value,
                    effectiveFrom = from,
                    source = "operator code",
                    reason = "Few customers",
                }
            );
            await MonthJourney.PostAsync(other, $"{Vas}/policyChanges/{Text(change, "id")}/approval", new { });
        }
    }

    /// <summary>Whatever was played before: nobody's line is barred for an old bill.</summary>
    private async Task PayWhatIsDueAsync(IEnumerable<JsonElement> customers)
    {
        using var clerk = await platform.AsAsync("clerk");
        foreach (var account in customers)
        {
            var bills = await clerk.GetFromJsonAsync<JsonElement[]>(
                $"{MonthJourney.Bills}?billingAccount.id={MonthJourney.Id(account)}",
                Ct
            );
            var due = bills!.Sum(bill => bill.GetProperty("remainingAmount").GetProperty("value").GetDecimal());
            if (due > 0)
            {
                await MonthJourney.PayCashAsync(clerk, account, due, $"before-{MonthJourney.Id(account)}");
            }
        }
    }

    /// <summary>Finance registers provider and service; neither counts before a second person agreed.</summary>
    private static async Task<JsonElement> LetInAsync(HttpClient finance, HttpClient second)
    {
        var provider = await MonthJourney.PostAsync(
            finance,
            $"{Vas}/providers",
            new
            {
                nameZh = "晨光音乐",
                nameEn = "Dawn Music",
                licence = "B2-20269001",
                contractNumber = "HT-2026-901",
                hotline = "4006690001",
            }
        );
        var approval = $"{Text(provider, "href")}/approval";
        (await RefusedAsync(finance, approval, new { })).ShouldBe("provider.same-person");
        await MonthJourney.PostAsync(second, approval, new { });
        var service = await MonthJourney.PostAsync(
            finance,
            $"{Vas}/services",
            new
            {
                providerId = MonthJourney.Id(provider),
                nameZh = "晨光包月",
                nameEn = "Dawn monthly",
                accessCode = "10669001",
                price = Price,
                period = "month",
            }
        );
        return await MonthJourney.PostAsync(second, $"{Text(service, "href")}/approval", new { });
    }

    private async Task ChargedWithoutConsentIsRefusedAsync(
        PartnerSide partner,
        JsonElement service,
        JsonElement account
    )
    {
        (
            await RefusedAsync(
                partner.Api,
                $"{Vas}/charges",
                new
                {
                    key = "too-early",
                    serviceId = Text(service, "id"),
                    serviceNumber = MonthJourney.Line(account, "mobile"),
                    amount = Price,
                    occurredAt = await platform.BusinessTimeAsync(Ct),
                }
            )
        ).ShouldBe("charge.no-consent");

        var told = (await partner.GetAsync("charge.refused", 1)).Single();
        Text(told.GetProperty("data"), "code").ShouldBe("charge.no-consent");
    }

    /// <summary>Asked for, asked back from a number of its own, and only 是 subscribes.</summary>
    private async Task<JsonElement> SubscribeAsync(HttpClient caller, JsonElement account, JsonElement service)
    {
        var number = MonthJourney.Line(account, "mobile");
        var asked = await MonthJourney.PostAsync(
            caller,
            $"{Vas}/subscriptions",
            new
            {
                serviceId = Text(service, "id"),
                accountId = MonthJourney.Id(account),
                serviceNumber = number,
            }
        );
        var reply = Text(asked, "replyNumber");
        var prompt = await Eventually.GetAsync(
            () =>
                Task.FromResult(
                    platform
                        .Phone(number)
                        .SingleOrDefault(sms => sms.Contains($" from {reply}: ", StringComparison.Ordinal))
                ),
            $"the prompt to {number} from {reply}"
        );
        foreach (var stated in new[] { "晨光音乐", "晨光包月", "12.35", "/月", "取消发0000", "回复是确认" })
        {
            prompt.ShouldContain(stated);
        }

        await platform.SendFromPhoneAsync(number, reply, "好的");
        await platform.SendFromPhoneAsync(number, reply, "是");
        return (JsonElement)
            await Eventually.GetAsync<object>(
                async () =>
                {
                    var now = await caller.GetFromJsonAsync<JsonElement>(Text(asked, "href"), Ct);
                    return Text(now, "status") == "active" ? now : null;
                },
                $"the subscription of {number}"
            );
    }

    private async Task ChargeAllAsync(
        PartnerSide partner,
        JsonElement service,
        IEnumerable<JsonElement> subscriptions,
        string key
    )
    {
        var now = await platform.BusinessTimeAsync(Ct);
        await Task.WhenAll(subscriptions.Select(ChargeAsync));

        async Task ChargeAsync(JsonElement subscription)
        {
            var charge = await MonthJourney.PostAsync(
                partner.Api,
                $"{Vas}/charges",
                new
                {
                    key = $"{key}-{Text(subscription, "serviceNumber")}",
                    serviceId = Text(service, "id"),
                    subscriptionId = Text(subscription, "id"),
                    amount = Price,
                    occurredAt = now,
                }
            );
            await Eventually.TrueAsync(
                async () =>
                    Text(await partner.Api.GetFromJsonAsync<JsonElement>(Text(charge, "href"), Ct), "status")
                    == "posted",
                "the posting of the charge"
            );
        }
    }

    /// <summary>The same again is the same; the key with another sum is refused. One entry in the books, in zero sum.</summary>
    private static async Task<JsonElement> OneKeyIsOneChargeAsync(
        PartnerSide partner,
        HttpClient finance,
        JsonElement subscription
    )
    {
        var key = $"first-{Text(subscription, "serviceNumber")}";
        var charge = (await partner.Api.GetFromJsonAsync<JsonElement[]>($"{Vas}/charges?key={key}", Ct))!.Single();
        object Again(decimal amount) =>
            new
            {
                key,
                serviceId = Text(subscription, "serviceId"),
                subscriptionId = Text(subscription, "id"),
                amount,
                occurredAt = charge.GetProperty("occurredAt").GetDateTimeOffset(),
            };

        var again = await MonthJourney.PostAsync(partner.Api, $"{Vas}/charges", Again(Price));
        (await RefusedAsync(partner.Api, $"{Vas}/charges", Again(Price - 1))).ShouldBe("charge.key-reused");

        Text(again, "id").ShouldBe(Text(charge, "id"));
        var entries = await finance.GetFromJsonAsync<JsonElement[]>(
            $"/api/billing/v1/ledgerEntries?businessKey=vas:{Text(charge, "id")}",
            Ct
        );
        entries!
            .Single()
            .GetProperty("postings")
            .EnumerateArray()
            .Select(posting => (Text(posting, "ledgerAccount"), posting.GetProperty("amount").GetDecimal()))
            .ShouldBe([("1123", Price), ("2241", -Price)]);
        return charge;
    }

    private static async Task OnTheBillWithTheProvidersNameAsync(
        HttpClient customer,
        JsonElement account,
        JsonElement service
    )
    {
        var bill = (
            await customer.GetFromJsonAsync<JsonElement[]>(
                $"{MonthJourney.Bills}?billingAccount.id={MonthJourney.Id(account)}&limit=1",
                Ct
            )
        )!.Single();
        var lines = await customer.GetFromJsonAsync<JsonElement[]>(
            $"/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate?bill.id={MonthJourney.Id(bill)}",
            Ct
        );

        var line = lines!.Single(line => Text(line, "type") == "thirdParty");
        line.GetProperty("taxIncludedAmount").GetProperty("value").GetDecimal().ShouldBe(Price);
        Text(line, "name").ShouldBe($"{Text(service, "providerNameZh")} · {Text(service, "nameZh")}");
    }

    private static async Task<JsonElement> DraftAsync(HttpClient finance, Guid provider, DateTimeOffset month)
    {
        await MonthJourney.PostAsync(finance, $"{Vas}/settlementRuns", new { period = $"{month:yyyy-MM}" });
        return (
            await finance.GetFromJsonAsync<JsonElement[]>(
                $"{Vas}/statements?providerId={provider}&period={month:yyyy-MM}",
                Ct
            )
        )!.Single();
    }

    /// <summary>Money back first, then the answer, the finding, the call; only then it closes.</summary>
    private static async Task<JsonElement> ComplainAndBePaidAndCalledBackAsync(
        HttpClient customer,
        HttpClient agent,
        JsonElement account,
        JsonElement service
    )
    {
        var ticket = await MonthJourney.PostAsync(
            customer,
            Platform.Tickets,
            new
            {
                description = "我没有订过这个业务，是强制订购的",
                severity = "major",
                ticketType = "complaint",
                nature = "forcedSubscription",
                relatedEntity = new[]
                {
                    new Dictionary<string, string>
                    {
                        ["id"] = Text(service, "id"),
                        ["role"] = "service",
                        ["@referredType"] = "ProductOffering",
                    },
                },
            }
        );
        var actions = $"/api/complaints/v1/troubleTickets/{Text(ticket, "id")}";
        await MonthJourney.PostAsync(agent, $"{actions}/start", new { });
        var paid = await MonthJourney.PostAsync(
            agent,
            $"{actions}/compensations",
            new { amount = Price, reason = "先行赔付：退还包月费" }
        );
        Text(paid, "status").ShouldBe("granted");
        await MonthJourney.ToldAsync(customer, account, "compensation-granted", "12.35");

        await MonthJourney.PostAsync(agent, $"{actions}/results", new { result = "已退费，服务商负有责任" });
        await MonthJourney.PostAsync(
            agent,
            $"{actions}/findings",
            new
            {
                isUpheld = true,
                responsible = "provider",
                cause = "页面诱导点击",
            }
        );
        using var resolved = await agent.PatchAsJsonAsync(
            Text(ticket, "href"),
            new { status = "resolved", statusChangeReason = "已退费" },
            Ct
        );
        resolved.EnsureSuccessStatusCode();
        var closed = await MonthJourney.PostAsync(
            agent,
            $"{actions}/callbacks",
            new
            {
                outcome = "answered",
                isSatisfied = true,
                score = 5,
            }
        );
        Text(closed, "status").ShouldBe("closed");
        return ticket;
    }

    /// <summary>The rate is the worst grade, so sales end by themselves; the provider is told both.</summary>
    private static async Task NothingNewIsSoldAsync(
        PartnerSide partner,
        HttpClient agent,
        JsonElement account,
        JsonElement service,
        JsonElement ticket
    )
    {
        var sanction = (await partner.GetAsync("sanction.imposed", 1)).Single().GetProperty("data");
        var (other, number) = (Text(service, "id"), MonthJourney.Line(account, "mobile"));
        var wanted = new
        {
            serviceId = other,
            accountId = MonthJourney.Id(account),
            serviceNumber = number,
        };
        Text(sanction, "kind").ShouldBe("noNewSales");
        (await RefusedAsync(agent, $"{Vas}/subscriptions", wanted)).ShouldBe(
            "subscription.already-active",
            customMessage: "who has it keeps it"
        );

        var rate = (await partner.GetAsync("complaint-rate.changed", 1)).Single().GetProperty("data");
        rate.GetProperty("rate").GetDecimal().ShouldBe(2_000m);
        rate.GetProperty("factor").GetDecimal().ShouldBe(0.5m);
        rate.GetProperty("previousFactor").GetDecimal().ShouldBe(1m);
        var rates = await partner.Api.GetFromJsonAsync<JsonElement[]>($"{Vas}/complaintRates?definition=upheld-v1", Ct);
        Text(rates!.Single().GetProperty("countedComplaints")[0], "id").ShouldBe(Text(ticket, "id"));
    }

    /// <summary>0000 lists, TD and the number stop: of the same line, in the same minute.</summary>
    private async Task StoppedByKeywordAsync(HttpClient agent, JsonElement account, JsonElement service)
    {
        var number = MonthJourney.Line(account, "mobile");
        await platform.SendFromPhoneAsync(number, "10086", "0000");
        await AnsweredAsync("1. 晨光包月");
        await platform.SendFromPhoneAsync(number, "0000", "TD 1"); // a reply to that answer
        await AnsweredAsync("已退订：晨光包月");

        (
            await RefusedAsync(
                agent,
                $"{Vas}/subscriptions",
                new
                {
                    serviceId = Text(service, "id"),
                    accountId = MonthJourney.Id(account),
                    serviceNumber = number,
                }
            )
        ).ShouldBe("provider.sales-suspended", customMessage: "nobody new, and who left is new");

        Task AnsweredAsync(string words) =>
            Eventually.TrueAsync(
                () =>
                    Task.FromResult(
                        platform
                            .Phone(number)
                            .Any(sms =>
                                sms.Contains(" from 0000: ", StringComparison.Ordinal)
                                && sms.Contains(words, StringComparison.Ordinal)
                            )
                    ),
                $"the answer to 0000 with {words}"
            );
    }

    private static async Task IsExplainedByTheComplaintAsync(
        PartnerSide partner,
        JsonElement statement,
        JsonElement ticket
    )
    {
        Lines(statement).ShouldBe(SecondMonth);
        statement.GetProperty("payable").GetDecimal().ShouldBe(0.43m);
        foreach (var line in statement.GetProperty("lines").EnumerateArray().Skip(3))
        {
            Text(line.GetProperty("complaints").EnumerateArray().Single(), "caseNumber")
                .ShouldBe(Text(ticket, "caseNumber"));
        }

        var told = (await partner.GetAsync("settlement.adjusted", 2)).Select(it => it.GetProperty("data")).ToList();
        told.Select(data => (Text(data, "reason"), data.GetProperty("amount").GetDecimal()))
            .ShouldBe([("complaintFactor", 12.79m), ("clawBack", 12.35m)], ignoreOrder: true);
        foreach (var data in told)
        {
            data.GetProperty("complaintIds").EnumerateArray().Single().GetString().ShouldBe(Text(ticket, "id"));
            Text(data, "policyVersion").ShouldContain("sp.rate.min_count CN-national v2");
            Text(data, "policyVersion").ShouldContain("sp.settlement.factor_above_t3 CN-national v1");
        }
    }

    private static Task<JsonElement> IssueAsync(HttpClient second, JsonElement statement) =>
        MonthJourney.PostAsync(second, $"{Text(statement, "href")}/issue", new { });

    private async Task IsIssuedByASecondPersonAfterItsDaysAsync(
        HttpClient finance,
        HttpClient second,
        JsonElement statement,
        DateTimeOffset drafted
    )
    {
        var issue = $"{Text(statement, "href")}/issue";
        (await RefusedAsync(second, issue, new { })).ShouldBe("settlement.window-open");
        await platform.GoOnToAsync(drafted.AddDays(6), Ct);
        (await RefusedAsync(finance, issue, new { })).ShouldBe("settlement.same-person");

        var issued = await IssueAsync(second, statement);

        Text(issued, "status").ShouldBe("issued");
        issued.GetProperty("payable").GetDecimal().ShouldBe(0.43m);
        (await RefusedAsync(second, issue, new { })).ShouldBe(
            "settlement.illegal-move",
            customMessage: "once for ever"
        );
    }

    /// <summary>What the library verified is what the feed has: the same ids, the same data, no gap in the sequence.</summary>
    private static async Task EverythingCameSignedAndStandsInTheFeedAsync(PartnerSide partner, JsonElement statement)
    {
        var issued = await partner.GetAsync("settlement.issued", 2);
        issued
            .Select(it => it.GetProperty("data").GetProperty("payable").GetDecimal())
            .ShouldBe([25.57m, 0.43m], ignoreOrder: true);
        issued.ShouldContain(it => Text(it, "subject") == $"statement/{Text(statement, "id")}");

        var feed = await partner.FeedAsync(Ct);
        feed.Select(it => Text(it, "sequence"))
            .ShouldBe(Enumerable.Range(1, feed.Count).Select(place => $"{place:D12}"), "no gap");
        await Eventually.TrueAsync(
            () => Task.FromResult(feed.Select(Id).All(partner.Verified.Select(Id).Contains)),
            "a verified webhook of every event in the feed"
        );
        var verified = partner.Verified.ToLookup(Id);
        feed.Where(it => !verified[Id(it)].All(told => JsonElement.DeepEquals(told, it)))
            .ShouldBeEmpty("each way has the same");
        feed.Select(it => Text(it, "type"))
            .Where(type => type != "consent-chain.head") // one a day
            .CountBy(type => type)
            .ToDictionary()
            .ShouldBe(
                new Dictionary<string, int>
                {
                    ["charge.refused"] = 2, // too early, and the key used again
                    ["subscription.confirmed"] = 5,
                    ["complaint-rate.changed"] = 1,
                    ["sanction.imposed"] = 1,
                    ["subscription.ended"] = 1,
                    ["settlement.adjusted"] = 2,
                    ["settlement.issued"] = 2,
                },
                ignoreOrder: true
            );

        string Id(JsonElement @event) => Text(@event, "id");
    }

    private async Task NobodyElseReadsItAsync(JsonElement statement, JsonElement charge)
    {
        using var other = await platform.AsAsync("partner-2");
        foreach (var foreign in new[] { statement, charge })
        {
            using var answer = await other.GetAsync(new Uri(Text(foreign, "href"), UriKind.Relative), Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        var feed = await other.GetStringAsync(new Uri($"{Vas}/partnerEvents?limit=1000", UriKind.Relative), Ct);
        feed.ShouldNotContain(Text(statement, "id"));
        using var inside = await other.PostAsJsonAsync($"{Vas}/partnerEndpoints", new { url = "http://10.0.0.1/" }, Ct);
        inside.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
