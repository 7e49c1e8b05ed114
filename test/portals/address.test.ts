import { expect, test } from "vitest";
import { checkLink } from "../../src/portals/address";
import { createPortal, type PortalOptions } from "../../src/portals/index";

const token = "a-token";
const open = (options: Partial<PortalOptions>) =>
	createPortal("dataverse", { url: "https://data.example.org", hosts: ["data.example.org"], token, ...options });

test("a portal is spoken to by https, and only if its host is allowed", () => {
	expect(open({}).host).toBe("data.example.org");
	expect(open({ url: "http://127.0.0.1:8080", hosts: ["127.0.0.1:8080"] }).host).toBe("127.0.0.1:8080");
	expect(() => open({ url: "http://data.example.org" })).toThrow(/https only/);
	expect(() => open({ url: "https://evil.example" })).toThrow(/not one of the allowed hosts: data\.example\.org/);
	expect(() => open({ url: "https://data.example.org.evil.example" })).toThrow(/not one of the allowed hosts/);
	expect(() => open({ url: "https://data.example.org:8443" })).toThrow(/not one of the allowed hosts/);
	expect(() => open({ url: "https://data.example.org@evil.example" })).toThrow(/name or password/);
	expect(() => open({ url: "data.example.org" })).toThrow(/must be an address/);
	expect(() => open({ hosts: [] })).toThrow(/hosts lists the portals/);
	expect(() => open({ hosts: undefined as never })).toThrow(/hosts lists the portals/);
});

test("a link that a portal gives stays within the allowed hosts", () => {
	const base = new URL("https://data.example.org");
	expect(checkLink("/api/records/1", base, ["data.example.org"]).href).toBe("https://data.example.org/api/records/1");
	for (const link of ["https://evil.example/x", "http://data.example.org/x", "//evil.example"]) {
		expect(() => checkLink(link, base, ["data.example.org"]), link).toThrow(/Nothing was sent there/);
	}
});

test("what is missing is named before anything is sent", () => {
	expect(() => open({ token: "" })).toThrow(/token is missing/);
	expect(() => createPortal("figshare" as never, {} as never)).toThrow(/There is no portal "figshare"; there are ckan/);
	const options = { url: "https://data.example.org", hosts: ["data.example.org"] };
	expect(() => createPortal("ckan", options)).toThrow(/either token.* or csrfToken/);
	expect(() => createPortal("ckan", { ...options, csrfToken: "x" })).toThrow(/the pages of data\.example\.org alone/);
});
