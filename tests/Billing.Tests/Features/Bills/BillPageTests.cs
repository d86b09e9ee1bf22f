using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Billing.Tests.Features.Bills;

/// <summary>B7: a bill that explains itself, on the screen and on paper.</summary>
public sealed class BillPageTests(BilledMonth billed) : IClassFixture<BilledMonth>
{
    [Fact]
    public async Task Every_line_says_how_it_came_to_its_amount_in_Chinese()
    {
        var page = await PageAsync(1, "zh-CN,zh;q=0.9,en;q=0.8");

        page.ShouldContain("""<html lang="zh">""");
        page.ShouldContain("¥101.35");
        page.ShouldContain("A1000001");
        page.ShouldContain("13800000001");
        page.ShouldContain("共用 130 分钟，套餐含 100 分钟；超出部分 30 分钟 × ¥0.15");
        page.ShouldContain("1,024 MB × ¥0.0049 &#x2B; 976.5 MB × ¥0.0029");
        page.ShouldContain("如何缴费");
        page.ShouldContain("<svg");
    }

    [Fact]
    public async Task And_in_English_when_the_browser_wants_that_most()
    {
        var page = await PageAsync(1, "de,en-GB;q=0.9,zh;q=0.2");

        page.ShouldContain("""<html lang="en">""");
        page.ShouldContain("130 min used, 100 min included; beyond it 30 min × ¥0.15");
        page.ShouldContain($"The whole month of {billed.Month.Days} days at ¥39.00 a month");
        page.ShouldContain("How to pay");
    }

    [Fact]
    public async Task Without_a_wish_it_speaks_the_accounts_language() =>
        (await PageAsync(5, acceptLanguage: null)).ShouldContain("""<html lang="en">""");

    [Fact]
    public async Task A_name_that_means_markup_is_a_name()
    {
        await using (
            var rename = billed.Billing.Database.CreateCommand(
                """update accounts set customer_name = '<script src="//x">&"' where number = 'A1000010'"""
            )
        )
        {
            await rename.ExecuteNonQueryAsync(Ct);
        }

        var page = await PageAsync(10, acceptLanguage: null);

        page.ShouldNotContain("<script");
        page.ShouldContain("&lt;script src=&quot;//x&quot;&gt;&amp;&quot;");
    }

    [Fact]
    public async Task It_refers_to_nothing_outside_itself()
    {
        var page = await PageAsync(1, acceptLanguage: null);

        page.ShouldNotContain("http");
        page.ShouldNotContain("url(");
        page.ShouldNotContain("src=");
    }

    [Fact]
    public async Task A_language_that_there_is_not_is_refused()
    {
        var bill = await BillAsync(1);
        using var customer = billed.Billing.As(Roles.Customer, BilledMonth.Account1);

        using var answer = await customer.GetAsync(new Uri($"{bill}/page?language=fr", UriKind.Relative), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task It_is_printed_once_and_the_same_bytes_ever_after()
    {
        var bill = await BillAsync(1);
        using var customer = billed.Billing.As(Roles.Customer, BilledMonth.Account1);
        customer.Timeout = TimeSpan.FromMinutes(3); // cutting Chinese fonts to size costs some ten seconds of a core

        using var first = await customer.GetAsync(new Uri($"{bill}/document?language=zh", UriKind.Relative), Ct);
        using var again = await customer.GetAsync(new Uri($"{bill}/document?language=zh", UriKind.Relative), Ct);

        first.StatusCode.ShouldBe(HttpStatusCode.OK, await first.Content.ReadAsStringAsync(Ct));
        first.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        var bytes = await first.Content.ReadAsByteArrayAsync(Ct);
        Encoding.ASCII.GetString(bytes, 0, 5).ShouldBe("%PDF-");
        (await again.Content.ReadAsByteArrayAsync(Ct)).ShouldBe(bytes);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        again.Headers.ETag!.Tag.ShouldBe($"\"{hash}\"");
        (
            await billed.Billing.ScalarAsync<string>(
                $"select encode(sha256(content), 'hex') from bill_documents where sha256 = '{hash}'"
            )
        ).ShouldBe(hash);
    }

    private async Task<string> BillAsync(int n)
    {
        await billed.BillAsync(billed.Month);
        return $"/api/billing/v1/bills/{(await billed.BillOfAsync(n, billed.Month)).GetProperty("id").GetString()}";
    }

    private async Task<string> PageAsync(int n, string? acceptLanguage)
    {
        using var agent = billed.Billing.As(Roles.Agent);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{await BillAsync(n)}/page");
        if (acceptLanguage is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", acceptLanguage).ShouldBeTrue();
        }

        using var answer = await agent.SendAsync(request, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType.ShouldBe(new MediaTypeHeaderValue("text/html", "utf-8"));
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
