import { protectUploads } from "standin/element";

protectUploads(document);
