import "standin/element";
