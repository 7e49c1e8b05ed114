/** The worker of generators, in which something goes wrong. */
import "./inject";
import "../../../workers/generator";
