using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Vas.Data;
using Vas.Domain.Subscriptions;
using Vas.Features.Subscriptions;
using Xunit;

namespace Vas.Tests.Features.Subscriptions;

/// <summary>V3: a chain of consents that not even who writes to the database can rewrite unseen.</summary>
public sealed class ConsentChainTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private const string Open = "alter table consent_records disable trigger user;";
    private const string Close = ";alter table consent_records enable trigger user;";

    [Fact]
    public async Task The_head_is_signed_each_day_and_the_provider_can_verify_it()
    {
        await using var signed = await EventTap<ConsentHeadSigned>.OpenAsync(platform.Messaging);
        var shop = await Shop.OpenAsync(platform);
        await shop.SubscribedAsync(platform.Billing.Open());

        var first = (await signed.FirstAsync(it => it.ProviderId == shop.Provider)).Event;
        await shop.SubscribedAsync(platform.Billing.Open());
        platform.MoveBusinessTime(TimeSpan.FromDays(1));
        var next = (await signed.FirstAsync(it => it.ProviderId == shop.Provider && it.Sequence == 2)).Event;

        next.Day.ShouldBe(first.Day.AddDays(1));
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(next.PublicKey), out _);
        key.VerifyData(
                System.Text.Encoding.UTF8.GetBytes(
                    $"vas-consent-head-v1\n{next.ProviderId}\n{next.Day:yyyy-MM-dd}\n{next.Sequence}\n{next.Hash}\n"
                ),
                Convert.FromBase64String(next.Signature),
                HashAlgorithmName.SHA256
            )
            .ShouldBeTrue();
        File.GetUnixFileMode(platform.ConsentKey).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task The_database_refuses_to_change_or_remove_a_consent()
    {
        var shop = await ChainAsync(2);

        foreach (
            var sql in new[]
            {
                $"update consent_records set canonical = '' where provider_id = '{shop.Provider}'",
                $"delete from consent_records where provider_id = '{shop.Provider}'",
                "truncate consent_records cascade",
            }
        )
        {
            (await Should.ThrowAsync<PostgresException>(() => shop.SqlAsync(sql))).Message.ShouldContain("only grow");
        }
    }

    [Fact]
    public async Task An_untouched_chain_and_one_whose_salts_were_erased_have_no_findings()
    {
        var shop = await ChainAsync(3);
        (await FindingsAsync(shop)).ShouldBeEmpty();

        await shop.SqlAsync($"delete from consent_salts where provider_id = '{shop.Provider}'");

        (await FindingsAsync(shop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_altered_record_is_found()
    {
        var shop = await ChainAsync(3);

        await shop.SqlAsync(
            $"{Open} update consent_records set canonical = replace(canonical, 'price=8.00', 'price=80.00') where provider_id = '{shop.Provider}' and sequence = 2 {Close}"
        );

        (await FindingsAsync(shop))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(it => it.Kind.ShouldBe("altered"), it => it.Sequence.ShouldBe(2));
    }

    [Fact]
    public async Task A_changed_number_beside_the_chain_is_found_by_its_salted_digest()
    {
        var shop = await ChainAsync(2);

        await shop.SqlAsync(
            $"update prompt_answers set sent_from = '13900000000' where subscription_id in (select subscription_id from consent_records where provider_id = '{shop.Provider}' and sequence = 2)"
        );

        (await FindingsAsync(shop)).Select(it => (it.Kind, it.Sequence)).ShouldBe([("altered", 2)]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_removed_record_is_found(int sequence)
    {
        var shop = await ChainAsync(3);

        await shop.SqlAsync(Removal(shop, sequence));

        (await FindingsAsync(shop)).ShouldContain(it => it.Kind == "removed" && it.Sequence == sequence);
    }

    [Fact]
    public async Task A_chain_that_was_removed_as_a_whole_is_found_by_what_was_signed()
    {
        var shop = await ChainAsync(2, isSigned: true);

        await shop.SqlAsync(
            $"""
            update vas_subscriptions set consent_sequence = null where provider_id = '{shop.Provider}';
            delete from consent_heads where provider_id = '{shop.Provider}'
            """
        );
        await shop.SqlAsync(Removal(shop, 1));
        await shop.SqlAsync(Removal(shop, 2));

        (await FindingsAsync(shop))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(it => it.Kind.ShouldBe("removed"), it => it.Why.ShouldStartWith("All 2 "));
    }

    [Theory]
    [InlineData("price = 80")]
    [InlineData("service_id = gen_random_uuid()")]
    [InlineData("period = 'Once'")]
    [InlineData("currency = 'USD'")]
    [InlineData("trial_days = 3")]
    public async Task Other_terms_in_the_subscription_than_were_consented_to_are_found(string change)
    {
        var shop = await ChainAsync(2);

        await shop.SqlAsync(
            $"update vas_subscriptions set {change} where provider_id = '{shop.Provider}' and consent_sequence = 2"
        );

        (await FindingsAsync(shop))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(it => it.Kind.ShouldBe("altered"), it => it.Sequence.ShouldBe(2));
    }

    [Fact]
    public async Task A_record_that_was_inserted_with_a_right_hash_is_found()
    {
        var shop = await ChainAsync(2);
        var prompt = await shop.PromptedAsync(platform.Billing.Open()); // he never said yes
        var head = await HeadAsync(shop);

        await shop.SqlAsync(Insertion(shop, prompt, 3, head));

        (await FindingsAsync(shop)).ShouldContain(it => it.Kind == "inserted" && it.Sequence == 3);
    }

    [Fact]
    public async Task A_chain_that_was_rewritten_from_a_record_on_with_all_hashes_right_is_found_by_what_was_signed()
    {
        var shop = await ChainAsync(2, isSigned: true);
        var previous = await platform.Vas.ScalarAsync<byte[]>(
            $"select hash from consent_records where provider_id = '{shop.Provider}' and sequence = 1"
        );
        var canonical = (
            await platform.Vas.ScalarAsync<string>(
                $"select canonical from consent_records where provider_id = '{shop.Provider}' and sequence = 2"
            )
        )!.Replace("price=8.00", "price=80.00", StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(ConsentRecord.HashOf(previous!, canonical));

        await shop.SqlAsync(
            $"""
            {Open} update consent_records set canonical = '{canonical}', hash = '\x{hash}'
             where provider_id = '{shop.Provider}' and sequence = 2;
            update consent_heads set hash = '\x{hash}' where provider_id = '{shop.Provider}';
            update vas_subscriptions set price = 80 where provider_id = '{shop.Provider}' and consent_sequence = 2 {Close}
            """
        );

        var findings = await FindingsAsync(shop);
        findings.ShouldNotBeEmpty();
        findings.ShouldAllBe(it => it.Kind == "altered" && it.Sequence == 2 && it.Why.Contains("signed on"));
    }

    [Fact]
    public async Task A_signature_by_another_key_is_found()
    {
        var shop = await ChainAsync(1, isSigned: true);

        await shop.SqlAsync(
            $"alter table consent_signatures disable trigger user; update consent_signatures set signature = sha256(signature) || sha256(signature) where provider_id = '{shop.Provider}'; alter table consent_signatures enable trigger user"
        );

        var findings = await FindingsAsync(shop);
        findings.ShouldNotBeEmpty();
        findings.ShouldAllBe(it => it.Kind == "signature");
    }

    [Fact]
    public async Task The_command_says_what_it_found_and_exits_accordingly()
    {
        var own = new VasFixture();
        await own.InitializeAsync();
        await using var _ = own;
        var shop = await Shop.OpenAsync(own);
        for (var i = 0; i < 2; i++)
        {
            await shop.SubscribedAsync(own.Billing.Open());
        }

        await Eventually.TrueAsync(
            async () => await own.Vas.ScalarAsync<long>("select count(*) from consent_signatures") > 0,
            "a signature"
        );

        (await RunAsync(own, own.ConsentKey)).ShouldBe(0);
        (await RunAsync(own, $"{own.ConsentKey}.none")).ShouldBe(2);
        await shop.SqlAsync(Removal(shop, 1));
        (await RunAsync(own, own.ConsentKey)).ShouldBe(1);
    }

    /// <summary>As <c>./run verify-consents</c> starts it, in this process.</summary>
    private static Task<int> RunAsync(VasFixture own, string key) =>
        Task.Run(() =>
            (int)
                typeof(VasDb).Assembly.EntryPoint!.Invoke(
                    null,
                    BindingFlags.DoNotWrapExceptions,
                    binder: null,
                    [
                        (string[])
                            [
                                "verify-consents",
                                $"--ConnectionStrings:database={Configuration(own).GetConnectionString("database")}",
                                $"--Vas:ConsentKey={key}",
                                "--Logging:LogLevel:Default=Warning",
                            ],
                    ],
                    culture: null
                )!
        );

    private static IConfiguration Configuration(VasFixture own) =>
        own.Vas.Services.GetRequiredService<IConfiguration>();

    private async Task<Shop> ChainAsync(int consents, bool isSigned = false)
    {
        var shop = await Shop.OpenAsync(platform);
        for (var i = 0; i < consents; i++)
        {
            await shop.SubscribedAsync(platform.Billing.Open());
        }

        if (isSigned)
        {
            platform.MoveBusinessTime(TimeSpan.FromDays(1));
            await Eventually.TrueAsync(
                async () =>
                    await platform.Vas.ScalarAsync<long>(
                        $"select count(*) from consent_signatures where provider_id = '{shop.Provider}' and sequence = {consents}"
                    ) > 0,
                "a signature"
            );
        }

        return shop;
    }

    private async Task<List<ConsentFinding>> FindingsAsync(Shop shop)
    {
        var check = ActivatorUtilities.CreateInstance<ConsentCheck>(platform.Vas.Services);
        var findings = await check.RunAsync(Ct);
        return [.. findings.Where(it => it.ProviderId == shop.Provider)];
    }

    private Task<byte[]?> HeadAsync(Shop shop) =>
        platform.Vas.ScalarAsync<byte[]>($"select hash from consent_heads where provider_id = '{shop.Provider}'");

    private static string Removal(Shop shop, int sequence) =>
        $"delete from consent_salts where provider_id = '{shop.Provider}' and sequence = {sequence}; {Open} delete from consent_records where provider_id = '{shop.Provider}' and sequence = {sequence} {Close}";

    private static string Insertion(Shop shop, Prompt prompt, int sequence, byte[]? previous)
    {
        var canonical =
            $"form=vas-consent-v1\nprovider={shop.Provider}\nsequence={sequence}\nsubscription={prompt.Id}\nprice=8.00\n";
        var hash = Convert.ToHexStringLower(ConsentRecord.HashOf(previous!, canonical));
        return $"insert into consent_records values ('{shop.Provider}', {sequence}, '{prompt.Id}', '{canonical}', '\\x{Convert.ToHexStringLower(previous!)}', '\\x{hash}', now())";
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
